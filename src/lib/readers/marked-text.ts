import type { UsageError } from '../errors.ts';
import type { DataFile } from './data-file.ts';
import { type DataPlace, malformedData } from './data-error.ts';
import { incompleteTail, readBytes } from './text-stream.ts';
import { utf16ToUtf8 } from './utf16.ts';

/** Follows a NUL that marks bytes which are not UTF-8. A NUL byte is its own mark. */
const replaced = '\ufffd';

/**
 * The text that `readText` gives, for readers that skip bad rows: where `readText` would throw, this marks the place with
 * a NUL, which no good text has. Throws only what makes all the rest uncertain, such as damaged gzip data.
 */
export async function* readMarkedText(file: DataFile): AsyncGenerator<string> {
  let carried: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const bytes of utf16ToUtf8(file, readBytes(file))) {
    const all = Buffer.concat([carried, bytes]);
    carried = incompleteTail(all);
    const text = decode(all.subarray(0, all.length - carried.length));
    if (text === '') continue;
    yield isFirst ? text.replace(/^\ufeff/u, '') : text;
    isFirst = false;
  }
  if (carried.length > 0) yield decode(carried);
}

/** The first fault that is marked in a row which begins at this place; null = none. */
export function findMarkedFault(text: string, { path, line }: DataPlace & { line: number }): UsageError | null {
  const at = text.indexOf('\0');
  if (at === -1) return null;
  const place = { path, line: line + text.slice(0, at).split(/\r\n|\n|\r/u).length - 1 };
  return malformedData(place, text.startsWith(replaced, at + 1) ? 'bytes that are not UTF-8' : 'a NUL byte');
}

/** A text for people, without the marks. */
export function withoutMarks(text: string): string {
  return text.replaceAll(`\0${replaced}`, replaced);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

function decode(bytes: Buffer): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLines(bytes);
  }
}

/** Line by line, because the replacement character may also be in the file. There, only a bad line is marked. */
function decodeLines(bytes: Buffer): string {
  const lines: string[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end += 1;
    end = Math.min(end + 1, bytes.length);
    lines.push(decodeLine(bytes.subarray(start, end)));
  }
  return lines.join('');
}

function decodeLine(bytes: Buffer): string {
  try {
    return strict.decode(bytes);
  } catch {
    return lenient.decode(bytes).replaceAll(replaced, `\0${replaced}`);
  }
}
