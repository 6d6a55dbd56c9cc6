import type { PlannedFile } from '../build-plan.ts';
import { malformedData } from '../data-error.ts';
import { maxRowCharacters } from './reader.ts';

const delimiters = [',', ';', '\t', '|'] as const;

/** The delimiter that occurs most outside of quotes in a header line; a comma when none does, the earlier one in a tie. */
export function tellDelimiter(headerLine: string): string {
  const bare = headerLine.replace(/"[^"]*"/gu, '');
  let best: string = ',';
  let bestCount = 0;
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1;
    if (count > bestCount) [best, bestCount] = [delimiter, count];
  }
  return best;
}

/**
 * Reads ahead to the end of the first line that is not blank, quoted line breaks included, and gives back all pieces
 * from the start. Throws `data_malformed` when there is no such line.
 */
export async function takeHeaderLine(
  file: PlannedFile,
  text: AsyncGenerator<string>,
): Promise<{ headerLine: string; pieces: AsyncIterable<string> }> {
  let head = '';
  let isDone = false;
  while (findHeaderLine(head) === null && !isDone && head.length < maxRowCharacters) {
    const next = await text.next();
    if (next.done === true) isDone = true;
    else head += next.value;
  }
  if (head.trim() === '') throw malformedData({ path: file.path }, 'the file is empty');
  return { headerLine: findHeaderLine(head) ?? head, pieces: chain(head, text) };
}

function findHeaderLine(text: string): string | null {
  const match = /^(?:[ \t]*[\r\n])*((?:[^"\r\n]|"[^"]*")*)[\r\n]/u.exec(text);
  return match?.[1] ?? null;
}

async function* chain(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}
