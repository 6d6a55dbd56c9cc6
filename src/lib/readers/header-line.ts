import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';

/** How far to look for the end of the header line; beyond that, the delimiter is detected from what was read. */
const maxHeaderCharacters = 2 ** 20;

const delimiters = [',', ';', '\t', '|'] as const;

/** The most frequent delimiter outside quotes in a header line; a comma if there is none, the earlier one in a tie. */
export function detectDelimiter(headerLine: string): string {
  const bare = headerLine.replace(/"[^"]*"/gu, '');
  let best: string = ',';
  let bestCount = 0;
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1;
    if (count > bestCount) [best, bestCount] = [delimiter, count];
  }
  return best;
}

interface TextStart {
  headerLine: string;
  /** What a line such as `sep=;` before the header says, which Excel writes and reads; null = there is none. */
  delimiter: string | null;
  /** The text from the start, without such a line. */
  pieces: AsyncIterable<string>;
}

/**
 * Reads ahead to the end of the first line that is not blank, including quoted line breaks. Throws `data_malformed` if
 * there is no such line.
 */
export async function takeHeaderLine(file: DataFile, text: AsyncGenerator<string>): Promise<TextStart> {
  let head = '';
  let delimiter: string | null = null;
  let headerLine = findHeaderLine(head);
  while (headerLine === null && head.length < maxHeaderCharacters) {
    const next = await text.next();
    if (next.done === true) break;
    head += next.value;
    headerLine = findHeaderLine(head);
    const [line, sign] = headerLine === null ? [] : (/^sep=(.)$/iu.exec(headerLine) ?? []);
    if (line === undefined || sign === undefined || delimiter !== null) continue;
    delimiter = sign;
    // The line end stays, so that later lines keep their numbers.
    head = head.replace(line, '');
    headerLine = findHeaderLine(head);
  }
  if (head.trim() === '') throw malformedData({ path: file.path }, 'the file is empty');
  return { headerLine: headerLine ?? head, delimiter, pieces: chain(head, text) };
}

function findHeaderLine(text: string): string | null {
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') isQuoted = !isQuoted;
    if (isQuoted || (char !== '\n' && char !== '\r')) continue;
    const line = text.slice(start, at);
    if (line.trim() !== '') return line;
    start = at + 1;
  }
  return null;
}

async function* chain(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}
