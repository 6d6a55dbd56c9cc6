import { CsvError, type Parser, parse } from 'csv-parse';
import type { UsageError } from '../errors.ts';
import { printable } from '../text/text.ts';
import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { takeHeaderLine, detectDelimiter } from './header-line.ts';
import {
  BadRow,
  batchRows,
  maxRowCharacters,
  type Reader,
  type ReadOptions,
  type RowBatch,
  type TakeBatch,
} from './reader.ts';
import { readText } from './text-stream.ts';

/** Comma-separated values. If no delimiter is configured, it is detected from the header line. */
export const csvReader: Reader = { typed: false, read: (...input) => readDelimited(detectDelimiter, ...input) };

/** Tab-separated values. */
export const tsvReader: Reader = { typed: false, read: (...input) => readDelimited(() => '\t', ...input) };

async function readDelimited(
  detect: (headerLine: string) => string,
  file: DataFile,
  { delimiter, skipBadRows }: ReadOptions,
  take: TakeBatch,
): Promise<void> {
  const { headerLine, pieces } = await takeHeaderLine(file, readText(file));
  const table = new Table(file, delimiter ?? detect(headerLine), skipBadRows);
  for await (const piece of pieces) {
    await table.write(piece);
    if (table.rows.length >= batchRows) await take(table.takeBatch());
  }
  await table.end();
  await take(table.takeBatch());
}

/** Feeds csv-parse and collects rows through its callback, which is far cheaper than one stream event per row. */
class Table {
  rows: RowBatch['rows'] = [];
  private columns: string[] | null = null;
  private rowCount = 0;
  /** The line on which the last good row ended. */
  private lastLine = 0;
  /** csv-parse counts a quoted CR LF as two lines; this is the surplus. */
  private overcount = 0;
  private readonly file: DataFile;
  private readonly delimiter: string;
  private readonly parser: Parser;

  constructor(file: DataFile, delimiter: string, skipBadRows: boolean) {
    this.file = file;
    this.delimiter = delimiter;
    this.parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_column_count: skipBadRows,
      max_record_size: maxRowCharacters,
      on_record: (cells: string[], { lines }) => {
        this.overcount += countReturns(cells);
        this.lastLine = lines - this.overcount;
        if (this.columns === null) this.columns = this.checkHeader(cells);
        else this.addRow(this.columns, cells);
        return null;
      },
    });
    // The error also reaches the callback of write or end, which we wait for.
    this.parser.on('error', () => {});
    this.parser.resume();
  }

  write(text: string): Promise<void> {
    return this.untilDone((done) => this.parser.write(text, done));
  }

  async end(): Promise<void> {
    await this.untilDone((done) => this.parser.end(done));
    if (this.rowCount === 0) throw malformedData({ path: this.file.path, line: 1 }, 'a header and no rows');
  }

  takeBatch(): RowBatch {
    const { rows, columns } = this;
    this.rows = [];
    return { columns: (columns ?? []).filter((name) => name !== ''), rows };
  }

  private addRow(columns: readonly string[], cells: readonly string[]): void {
    this.rowCount += 1;
    if (cells.length !== columns.length) {
      this.rows.push(new BadRow(this.wrongCount(columns, cells), cells.join(this.delimiter)));
      return;
    }
    const row: Record<string, string> = {};
    // Data frame writers leave the name of the index column empty, so no path can name it.
    for (const [index, name] of columns.entries()) if (name !== '') row[name] = cells[index] ?? '';
    this.rows.push(row);
  }

  private wrongCount(columns: readonly string[], cells: readonly string[]): UsageError {
    const problem = describeCount(columns.length, cells.length);
    return malformedData({ path: this.file.path, line: this.lastLine }, problem, countHint);
  }

  private checkHeader(names: readonly string[]): string[] {
    const place = { path: this.file.path, line: 1 };
    const seen = new Set<string>();
    for (const name of names) {
      if (name !== '' && seen.has(name)) throw malformedData(place, `two columns are named \`${printable(name, 60)}\``);
      if (name === '__proto__') throw malformedData(place, 'a column is named `__proto__`; give it another name');
      seen.add(name);
    }
    return [...names];
  }

  private async untilDone(act: (done: (error?: Error | null) => void) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      act((error) => (error ? reject(this.describe(error)) : resolve()));
    });
  }

  private describe(error: Error): Error {
    if (!(error instanceof CsvError)) return error;
    const fault = csvFaults[error.code]?.(this.columns?.length ?? 0, cellsOf(error).length);
    // An unclosed quote swallows the rest of the file, so report the line where its row began.
    const startsEarlier = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
    const parserLine = Number(error['lines']) - this.overcount - countReturns(cellsOf(error));
    const line = startsEarlier ? this.lastLine + 1 : parserLine;
    return malformedData({ path: this.file.path, line }, fault ?? error.message, csvHints[error.code], error);
  }
}

const csvFaults: Partial<Record<CsvError['code'], (columns: number, cells: number) => string>> = {
  CSV_QUOTE_NOT_CLOSED: () => 'a quote that opens in this row is never closed',
  CSV_MAX_RECORD_SIZE: () => `a row of more than ${maxRowCharacters / 2 ** 20} MB; most likely a quote is never closed`,
  CSV_INVALID_CLOSING_QUOTE: () => 'text after the closing quote of a field',
  INVALID_OPENING_QUOTE: () => 'a quote inside a field that does not start with one',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: describeCount,
};

function describeCount(columns: number, cells: number): string {
  return `${cells} ${cells === 1 ? 'field' : 'fields'}, but the header has ${columns}`;
}

const doubleQuotes = 'Put quotes around the whole field and double the quotes inside it: "say ""hi""".';
const countHint = 'Put quotes around fields that hold the delimiter, or set `delimiter:` of the source.';
const csvHints: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: doubleQuotes,
  CSV_INVALID_CLOSING_QUOTE: doubleQuotes,
  INVALID_OPENING_QUOTE: doubleQuotes,
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: countHint,
};

function cellsOf(error: CsvError): unknown[] {
  const record: unknown = error['record'];
  return Array.isArray(record) ? record : [];
}

function countReturns(cells: readonly unknown[]): number {
  let count = 0;
  for (const cell of cells) {
    if (typeof cell === 'string' && cell.includes('\r\n')) count += cell.split('\r\n').length - 1;
  }
  return count;
}
