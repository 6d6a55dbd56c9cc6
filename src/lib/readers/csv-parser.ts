import { CsvError, type Parser, parse } from 'csv-parse';
import { countLineBreaks } from './csv-cutter.ts';
import { countHint, csvProblems, describeCount, quoteHint } from './csv-faults.ts';
import { malformedData } from './data-error.ts';
import type { DataFile } from './data-file.ts';
import type { DelimitedRows } from './delimited-rows.ts';
import { maxRowCharacters, type ReadOptions } from './reader.ts';

/**
 * Feeds csv-parse and collects rows through its callback, which is far cheaper than one stream event per row. Throws at
 * the first bad row.
 */
export class CsvParser {
  /** The line on which the last good row ended. */
  private lastLine = 0;
  /** csv-parse counts a quoted CR LF as two lines; this is the surplus. */
  private overcount = 0;
  private readonly file: DataFile;
  private readonly table: DelimitedRows;
  private readonly options: ReadOptions;
  private readonly parser: Parser;

  constructor(file: DataFile, delimiter: string, table: DelimitedRows, options: ReadOptions) {
    this.file = file;
    this.table = table;
    this.options = options;
    this.parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      max_record_size: maxRowCharacters,
      on_record: (cells: string[], { lines }) => {
        this.overcount += countReturns(cells);
        this.lastLine = lines - this.overcount;
        this.table.addCells(cells, this.lastLine - cells.reduce((sum, cell) => sum + countLineBreaks(cell), 0));
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

  end(): Promise<void> {
    return this.untilDone((done) => this.parser.end(done));
  }

  private async untilDone(act: (done: (error?: Error | null) => void) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      act((error) => (error ? reject(this.describe(error)) : resolve()));
    });
  }

  private describe(error: Error): Error {
    if (!(error instanceof CsvError)) return error;
    const fault = csvFaults[error.code]?.(this.table.columns?.length ?? 0, cellsOf(error).length);
    // An unclosed quote swallows the rest of the file, so report the line where its row began.
    const startsEarlier = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
    const parserLine = Number(error['lines']) - this.overcount - countReturns(cellsOf(error));
    const line = startsEarlier ? this.lastLine + 1 : parserLine;
    return malformedData({ path: this.file.path, line }, fault ?? error.message, this.hintFor(error), error);
  }

  private hintFor({ code }: CsvError): string | undefined {
    if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') return countHint(this.options);
    return quoteFaults.has(code) ? quoteHint : undefined;
  }
}

const csvFaults: Partial<Record<CsvError['code'], (columns: number, cells: number) => string>> = {
  CSV_QUOTE_NOT_CLOSED: () => csvProblems.notClosed,
  CSV_MAX_RECORD_SIZE: () => csvProblems.tooLong,
  CSV_INVALID_CLOSING_QUOTE: () => csvProblems.textAfterQuote,
  INVALID_OPENING_QUOTE: () => csvProblems.quoteInside,
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: describeCount,
};

const quoteFaults: ReadonlySet<CsvError['code']> = new Set([
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
]);

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
