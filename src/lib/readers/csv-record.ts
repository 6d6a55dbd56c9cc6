import { csvProblems } from './csv-faults.ts';

/** A record, and the offset after its line end. */
export interface CsvRecord {
  cells: string[];
  end: number;
}

/** What is wrong with a record. */
export interface CsvFault {
  problem: string;
}

/** How to find where fields end. */
export interface CsvSyntax {
  delimiter: string;
  /** Finds the next quote, line end or delimiter. */
  special: RegExp;
}

export function csvSyntax(delimiter: string): CsvSyntax {
  const escaped = delimiter.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  return { delimiter, special: new RegExp(`["\\r\\n]|${escaped}`, 'gu') };
}

/** The record that begins at `start`, by RFC 4180; null if its end is not in the text yet. */
export function readRecord(
  text: string,
  start: number,
  { delimiter, special }: CsvSyntax,
  isLast: boolean,
): CsvRecord | CsvFault | null {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let end: number;
    if (text[at] === '"') {
      const close = findClosingQuote(text, at + 1, isLast);
      if (close === null) return isLast ? { problem: csvProblems.notClosed } : null;
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      end = close + 1;
    } else {
      special.lastIndex = at;
      const found = special.exec(text);
      if (found === null && !isLast) return null;
      if (found?.[0] === '"') return { problem: csvProblems.quoteInside };
      end = found?.index ?? text.length;
      cells.push(text.slice(at, end));
    }
    if (text.startsWith(delimiter, end)) {
      at = end + delimiter.length;
      continue;
    }
    const breakLength = lineBreakAt(text, end, isLast);
    if (breakLength === null) return null;
    if (breakLength === 0 && end < text.length) return { problem: csvProblems.textAfterQuote };
    return { cells, end: end + breakLength };
  }
}

/** Length of the line break at an offset, 0 if there is none; null if more text is needed. */
export function lineBreakAt(text: string, at: number, isLast: boolean): number | null {
  if (!isLast && at + 1 >= text.length && text[at] !== '\n') return null;
  if (text.startsWith('\r\n', at)) return 2;
  return text[at] === '\n' || text[at] === '\r' ? 1 : 0;
}

/** The first quote from `from` that is not one of two; null if it is not in the text yet. */
function findClosingQuote(text: string, from: number, isLast: boolean): number | null {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 || (at + 1 === text.length && !isLast) ? null : at;
}

/**
 * How far a record reaches, and its number of fields, if stray quotes belong to its text. 'open': a quote is never closed, or
 * a later line opens a field with a quote, which means that the lines are rows of their own. null: more text is needed.
 */
export function readLeniently(
  text: string,
  start: number,
  syntax: CsvSyntax,
  isLast: boolean,
): { fields: number; end: number } | 'open' | null {
  let at = start;
  for (let fields = 1; ; fields += 1) {
    const end = text[at] === '"' ? findLenientClose(text, at, syntax, isLast) : findFieldEnd(text, at, syntax, isLast);
    if (typeof end !== 'number') return end;
    if (text.startsWith(syntax.delimiter, end)) {
      at = end + syntax.delimiter.length;
      continue;
    }
    const breakLength = lineBreakAt(text, end, isLast);
    return breakLength === null ? null : { fields, end: end + breakLength };
  }
}

/** The offset after the quote that closes a field: the first with the end of a field behind it. */
function findLenientClose(
  text: string,
  open: number,
  { delimiter }: CsvSyntax,
  isLast: boolean,
): number | 'open' | null {
  const quotes = /"+/gu;
  quotes.lastIndex = open + 1;
  for (let run = quotes.exec(text); run !== null; run = quotes.exec(text)) {
    const end = run.index + run[0].length;
    if (end + 1 >= text.length && !isLast) return null;
    // Doubled quotes are text.
    if (run[0].length % 2 === 0) continue;
    if (end === text.length || text.startsWith(delimiter, end) || isLineBreak(text[end])) return end;
    const isFieldStart = isLineBreak(text[run.index - 1]) || text.startsWith(delimiter, run.index - delimiter.length);
    if (isFieldStart && /[\r\n]/u.test(text.slice(open, run.index))) return 'open';
  }
  return isLast ? 'open' : null;
}

/** The end of a field without quotes around it. */
function findFieldEnd(text: string, start: number, { special }: CsvSyntax, isLast: boolean): number | null {
  special.lastIndex = start;
  for (let found = special.exec(text); found !== null; found = special.exec(text)) {
    if (found[0] !== '"') return found.index;
  }
  return isLast ? text.length : null;
}

function isLineBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

/** The offset after the line at `start`; null if its end is not in the text yet. */
export function findLineEnd(text: string, start: number, isLast: boolean): number | null {
  const lineBreak = /\r\n|\n|\r/gu;
  lineBreak.lastIndex = start;
  const found = lineBreak.exec(text);
  if (found === null) return isLast ? text.length : null;
  const end = found.index + found[0].length;
  return found[0] === '\r' && end === text.length && !isLast ? null : end;
}
