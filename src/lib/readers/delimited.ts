import { CsvError, type Parser, parse } from 'csv-parse';
import type { UsageError } from '../errors.ts';
import { printable } from '../text/text.ts';
import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { takeHeaderLine, detectDelimiter } from './header-line.ts';
import {
  BadRow,
  maxRowCharacters,
  PendingRows,
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
  options: ReadOptions,
  take: TakeBatch,
): Promise<void> {
  const { headerLine, delimiter, pieces } = await takeHeaderLine(file, readText(file));
  const table = new Table(file, options.delimiter ?? delimiter ?? detect(headerLine), options);
  for await (const piece of pieces) {
    await table.write(piece);
    if (table.rows.isFull) await take(table.takeBatch());
  }
  await table.end();
  await take(table.takeBatch());
}

/** Feeds csv-parse and collects rows through its callback, which is far cheaper than one stream event per row. */
class Table {
  readonly rows = new PendingRows();
  private columns: string[] | null = null;
  /** The line on which the last good row ended. */
  private lastLine = 0;
  /** csv-parse counts a quoted CR LF as two lines; this is the surplus. */
  private overcount = 0;
  private readonly file: DataFile;
  private readonly delimiter: string;
  private readonly options: ReadOptions;
  private readonly parser: Parser;

  constructor(file: DataFile, delimiter: string, options: ReadOptions) {
    this.file = file;
    this.delimiter = delimiter;
    this.options = options;
    this.parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_column_count: options.skipBadRows,
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
    if (this.rows.count === 0)
      throw malformedData(
        { path: this.file.path, line: 1 },
        'a header and no rows',
        'The export may have failed: make the file again.',
      );
  }

  takeBatch(): RowBatch {
    return this.rows.takeBatch((this.columns ?? []).filter((name) => name !== ''));
  }

  private addRow(columns: readonly string[], cells: readonly string[]): void {
    const line = this.lastLine - countLineBreaks(cells);
    if (cells.length !== columns.length) {
      this.rows.add(new BadRow(this.wrongCount(columns, cells), cells.join(this.delimiter)), line);
      return;
    }
    const row: Record<string, string> = {};
    // Data frame writers leave the name of the index column empty, so no path can name it.
    for (const [index, name] of columns.entries()) if (name !== '') row[name] = cells[index] ?? '';
    this.rows.add(row, line);
  }

  private wrongCount(columns: readonly string[], cells: readonly string[]): UsageError {
    const problem = describeCount(columns.length, cells.length);
    return malformedData({ path: this.file.path, line: this.lastLine }, problem, countHint(this.options));
  }

  private checkHeader(names: readonly string[]): string[] {
    const place = { path: this.file.path, line: 1 };
    const wanted = this.options.names(names.filter((name) => name !== ''));
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name) && wanted.includes(name))
        throw malformedData(place, `two columns are named \`${printable(name, 60)}\``);
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
    return malformedData({ path: this.file.path, line }, fault ?? error.message, this.hintFor(error), error);
  }

  private hintFor({ code }: CsvError): string | undefined {
    if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') return countHint(this.options);
    return quoteFaults.has(code) ? doubleQuotes : undefined;
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
const quoteFaults: ReadonlySet<CsvError['code']> = new Set([
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
]);

function countHint({ delimiterSetting }: ReadOptions): string {
  const setting = delimiterSetting === null ? '' : `, or set ${delimiterSetting}`;
  return `Put quotes around fields that hold the delimiter${setting}.`;
}

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

function countLineBreaks(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) count += cell.match(/\r\n|\n|\r/gu)?.length ?? 0;
  return count;
}
