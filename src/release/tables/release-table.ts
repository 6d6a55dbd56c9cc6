import type { Cell, ParquetColumn } from '../../lib/files/parquet-file.ts';
import { UsageError } from '../../lib/errors.ts';

/** A column, its meaning for readers of the card, and how to get its cells. */
export interface ReleaseColumn<Row> extends ParquetColumn {
  meaning: string;
  cell: (row: Row) => Cell;
}

/** One parquet file of a release. */
export interface ReleaseTable {
  /** Relative to the release's folder. */
  path: string;
  columns: readonly ParquetColumn[];
  rows: Cell[][];
}

/** Turns rows into cells, in the order of the columns. */
export function toTable<Row>(path: string, columns: readonly ReleaseColumn<Row>[], rows: readonly Row[]): ReleaseTable {
  return { path, columns, rows: rows.map((row) => columns.map(({ cell }) => cell(row))) };
}

/** A rating as int64, like in 10k_prompts_ranked. Throws UsageError `value_not_whole`. */
export function wholeValue(value: number): bigint {
  if (Number.isInteger(value)) return BigInt(value);
  throw new UsageError('value_not_whole', `A rating of ${value} can't be published: the column holds whole numbers.`);
}
