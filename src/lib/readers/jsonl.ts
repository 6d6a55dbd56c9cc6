import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { parseJsonRow } from './json-row.ts';
import { maxRowCharacters, PendingRows, type Reader, type ReadOptions, readRow, type TakeBatch } from './reader.ts';
import { readText } from './text-stream.ts';

/** One JSON object per line; blank lines are skipped. */
export const jsonlReader: Reader = { typed: true, read: readJsonl };

async function readJsonl(file: DataFile, options: ReadOptions, take: TakeBatch): Promise<void> {
  const pending = new PendingRows();
  let line = 0;
  for await (const text of splitLines(file)) {
    line += 1;
    if (text.trim() === '') continue;
    const place = { path: file.path, line };
    pending.add(
      readRow(() => parseJsonRow(text, place), text, options),
      line,
    );
    if (pending.isFull) await take(pending.takeBatch());
  }
  if (pending.count === 0) throw malformedData({ path: file.path }, 'the file is empty');
  await take(pending.takeBatch());
}

async function* splitLines(file: DataFile): AsyncGenerator<string> {
  let open: string[] = [];
  let openCharacters = 0;
  let line = 1;
  for await (const piece of readText(file)) {
    const lines = piece.split('\n');
    const last = lines.pop() ?? '';
    for (const text of lines) {
      yield open.length === 0 ? text : [...open, text].join('');
      open = [];
      openCharacters = 0;
      line += 1;
    }
    open.push(last);
    openCharacters += last.length;
    if (openCharacters > maxRowCharacters) {
      throw malformedData({ path: file.path, line }, `a line of more than ${maxRowCharacters / 2 ** 20} MB`);
    }
  }
  yield open.join('');
}
