import type { ReadOptions } from './reader.ts';
import { maxRowCharacters } from './reader.ts';

/** What can be wrong with a row of csv or tsv. */
export const csvProblems = {
  notClosed: 'a quote that opens in this row is never closed',
  tooLong: `a row of more than ${maxRowCharacters / 2 ** 20} MB; most likely a quote is never closed`,
  textAfterQuote: 'text after the closing quote of a field',
  quoteInside: 'a quote inside a field that does not start with one',
} as const;

export const quoteHint = 'Put quotes around the whole field and double the quotes inside it: "say ""hi""".';

/** The problem of a row with another number of fields than the header. */
export function describeCount(columns: number, cells: number): string {
  return `${cells} ${cells === 1 ? 'field' : 'fields'}, but the header has ${columns}`;
}

export function countHint({ delimiterSetting }: ReadOptions): string {
  const setting = delimiterSetting === null ? '' : `, or set ${delimiterSetting}`;
  return `Put quotes around fields that hold the delimiter${setting}.`;
}
