import type { Cell, ParquetColumn } from '../../lib/files/parquet-file.ts';
import { UsageError } from '../../lib/errors.ts';

/** A column, what it means to readers of the card, and where its cells come from. */
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

/** The rows as cells, column by column. */
export function toTable<Row>(path: string, columns: readonly ReleaseColumn<Row>[], rows: readonly Row[]): ReleaseTable {
  return { path, columns, rows: rows.map((row) => columns.map(({ cell }) => cell(row))) };
}

/** A rating as int64, as 10k_prompts_ranked has it. Throws UsageError `value_not_whole`. */
export function wholeValue(value: number): bigint {
  if (Number.isInteger(value)) return BigInt(value);
  throw new UsageError('value_not_whole', `A rating of ${value} can't be published: the column holds whole numbers.`);
}
