import { UsageError } from '../../lib/errors.ts';
import type { PlannedFile } from '../build-plan.ts';
import type { Row } from '../rows/row-value.ts';

export interface ReadOptions {
  /** Field delimiter of csv and tsv; null = told from the file. */
  delimiter: string | null;
  /** Names that will be looked up: formats that store columns apart read only these. */
  names: readonly string[];
  /** Whether a single row that can't be read is handed over as a BadRow; else it ends the reading. */
  skipBadRows: boolean;
}

/** A row that can't be read, though what follows can. */
export class BadRow {
  /** Names file and line. */
  readonly fault: UsageError;
  readonly text: string;

  constructor(fault: UsageError, text: string) {
    this.fault = fault;
    this.text = text;
  }
}

/** Rows in file order, a few thousand at most, with the names that rows of this file have. */
export interface RowBatch {
  columns: readonly string[];
  rows: (Row | BadRow)[];
}

/** The row that `parse` gives, or what is wrong with it where that is no reason to stop. */
export function readRow(parse: () => Row, text: string, { skipBadRows }: ReadOptions): Row | BadRow {
  try {
    return parse();
  } catch (error) {
    if (skipBadRows && error instanceof UsageError) return new BadRow(error, text);
    throw error;
  }
}

/** The names of the first good row, in formats that have no header. */
export function columnsOf(rows: readonly (Row | BadRow)[]): string[] {
  return Object.keys(rows.find((row) => !(row instanceof BadRow)) ?? {});
}

/**
 * Reads one format as a stream: memory grows with the longest row, not with the file. Throws UsageError
 * `data_malformed` with file and line for anything that is not this format; never repairs a row.
 */
export interface Reader {
  /** False when every cell is text, so that 5 and "5" can't be told apart. */
  typed: boolean;
  read(file: PlannedFile, options: ReadOptions, take: TakeBatch): Promise<void>;
}

/** Receives the batches one after the other; the reader waits for each. */
export type TakeBatch = (batch: RowBatch) => void | Promise<void>;

/** Rows a reader hands over at once. */
export const batchRows = 2048;

/** Characters of one row from which on a file is taken for damaged: far above any prompt, far below what V8 can hold. */
export const maxRowCharacters = 2 ** 27;
