import { UsageError } from '../errors.ts';
import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { parseJsonRow } from './json-row.ts';
import { findMarkedFault, readMarkedText } from './marked-text.ts';
import { maxRowCharacters, PendingRows, type Reader, type ReadOptions, readRow, type TakeBatch } from './reader.ts';
import type { Row } from './row.ts';
import { readText } from './text-stream.ts';

/** One JSON object per line; blank lines are skipped. */
export const jsonlReader: Reader = { typed: true, read: readJsonl };

async function readJsonl(file: DataFile, options: ReadOptions, take: TakeBatch): Promise<void> {
  const pending = new PendingRows();
  let line = 0;
  for await (const { text, isTooLong } of splitLines(options.skipBadRows ? readMarkedText(file) : readText(file))) {
    line += 1;
    if (text.trim() === '') continue;
    const place = { path: file.path, line };
    const parse = (): Row => {
      const fault = isTooLong ? tooLong(place) : findMarkedFault(text, place);
      if (fault !== null) throw fault;
      return parseJsonRow(text, place);
    };
    pending.add(readRow(parse, text, options), line);
    if (pending.isFull) await take(pending.takeBatch());
  }
  if (pending.count === 0) throw malformedData({ path: file.path }, 'the file is empty');
  await take(pending.takeBatch());
}

function tooLong(place: { path: string; line: number }): UsageError {
  return malformedData(place, `a line of more than ${maxRowCharacters / 2 ** 20} MB`);
}

interface Line {
  /** Only the start of a line that is too long. */
  text: string;
  isTooLong: boolean;
}

/** Collects no more of a line than the limit. A line that is too long comes out at once, and its rest is dropped. */
async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<Line> {
  let open: string[] = [];
  let openCharacters = 0;
  let isDropping = false;
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const last = lines.pop() ?? '';
    for (const text of lines) {
      if (!isDropping) yield { text: open.length === 0 ? text : [...open, text].join(''), isTooLong: false };
      open = [];
      openCharacters = 0;
      isDropping = false;
    }
    if (isDropping) continue;
    open.push(last);
    openCharacters += last.length;
    if (openCharacters > maxRowCharacters) {
      yield { text: open.find((text) => text.trim() !== '') ?? '', isTooLong: true };
      open = [];
      isDropping = true;
    }
  }
  if (!isDropping) yield { text: open.join(''), isTooLong: false };
}
