import { UsageError } from '../errors.ts';
import type { DataFile } from './data-file.ts';
import { withoutMarks } from './marked-text.ts';
import type { Row } from './row.ts';

export interface ReadOptions {
  /** Field delimiter of csv and tsv; null = detect it from the file. */
  delimiter: string | null;
  /**
   * Chooses the names that will be looked up from those in the header. Column formats read only these, and only these
   * must be unique.
   */
  names: (columns: readonly string[]) => readonly string[];
  /** How to set the delimiter, for hints; null = it can't be set. */
  delimiterSetting: string | null;
  /** true: return a row that can't be read as a BadRow. false: throw. */
  skipBadRows: boolean;
}

/** A row that can't be read, although the rows after it can. */
export class BadRow {
  /** Its message names file and line. */
  readonly fault: UsageError;
  /** What is in the file, to show it: long text may be cut. */
  readonly text: string;

  constructor(fault: UsageError, text: string) {
    this.fault = fault;
    this.text = withoutMarks(text);
  }
}

/** Rows in file order, a few thousand at most, with the column names of the file. */
export interface RowBatch {
  columns: readonly string[];
  rows: (Row | BadRow)[];
  /** The line on which each row begins; left out if the format has no lines. */
  lines?: readonly number[];
  /** Whether a row can hold `notText` somewhere. */
  mayHoldBytes?: boolean;
}

/** The row that `parse` returns, or a BadRow if bad rows are to be skipped. */
export function readRow(parse: () => Row, text: string, { skipBadRows }: ReadOptions): Row | BadRow {
  try {
    return parse();
  } catch (error) {
    if (skipBadRows && error instanceof UsageError) return new BadRow(error, text);
    throw error;
  }
}

/** Rows that are collected for the next batch, with their lines. */
export class PendingRows {
  /** How many rows there have been in all. */
  count = 0;
  private rows: RowBatch['rows'] = [];
  private lines: number[] = [];

  add(row: Row | BadRow, line: number): void {
    this.rows.push(row);
    this.lines.push(line);
    this.count += 1;
  }

  get isFull(): boolean {
    return this.rows.length >= batchRows;
  }

  /** Everything since the last batch. Without a header, the columns are the names in the first good row. */
  takeBatch(header?: readonly string[]): RowBatch {
    const { rows, lines } = this;
    this.rows = [];
    this.lines = [];
    return { columns: header ?? Object.keys(rows.find((row) => !(row instanceof BadRow)) ?? {}), rows, lines };
  }
}

/**
 * Reads one format as a stream: memory grows with the longest row, not with the file. Throws UsageError
 * `data_malformed` with file and line for anything that is not this format. Never repairs a row.
 */
export interface Reader {
  /** False if every cell is text, so that 5 and "5" look the same. */
  typed: boolean;
  read(file: DataFile, options: ReadOptions, take: TakeBatch): Promise<void>;
}

/** Receives the batches one after the other; the reader waits for each. */
export type TakeBatch = (batch: RowBatch) => void | Promise<void>;

/** Rows that a reader passes on at once. */
export const batchRows = 2048;

/** A longer row means that the file is damaged: far above any prompt, far below what V8 can hold. */
export const maxRowCharacters = 2 ** 27;
