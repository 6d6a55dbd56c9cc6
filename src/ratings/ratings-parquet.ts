import type { DuckDBConnection } from '@duckdb/node-api';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { PrankError } from '../lib/errors.ts';
import { sqlParquetFiles } from '../lib/files/parquet-file.ts';
import { type RatedFile, RatingRows } from './rating-rows.ts';
import { findColumns, ratingsFields } from './ratings-columns.ts';
import { unreadable } from './ratings-faults.ts';

/**
 * Reads ratings from a Parquet file; see `findColumns` for its columns. Raters, items and values can be text or
 * numbers, times can be text or timestamps. The first fault throws a UsageError that names file and row:
 * `ratings_file_unreadable` or those of RatingRows.
 */
export async function readRatingsParquet(path: string, scale: readonly number[] | null = null): Promise<RatedFile> {
  const rows = new RatingRows(path, 'row', scale);
  try {
    return await withDuckdb(async (connection) => {
      const columns = await describeColumns(connection, path);
      const selected = await connection.stream(`SELECT ${columns.join(', ')} FROM ${sqlParquetFiles([path])}`);
      let row = 0;
      for await (const part of selected.yieldRows()) {
        for (const cells of part) {
          row += 1;
          rows.add((field) => textOf(cells[ratingsFields.indexOf(field)]), row);
        }
      }
      return rows.finish();
    });
  } catch (error) {
    throw error instanceof PrankError ? error : unreadable(path, error);
  }
}

/** SQL that gives every field as text, in the order of the fields. */
async function describeColumns(connection: DuckDBConnection, path: string): Promise<string[]> {
  const description = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sqlParquetFiles([path])}`);
  const described = description.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
  const columns = findColumns(
    described.map(({ name }) => name),
    path,
    'file',
  );
  return ratingsFields.map((field) => {
    const column = described[columns.get(field) ?? -1];
    if (column === undefined) return 'NULL';
    const name = `"${column.name.replaceAll('"', '""')}"`;
    // DuckDB would render a time with a zone in the machine's own zone.
    const isTime = field === 'answeredAt' && /^(TIMESTAMP|DATE)/u.test(column.type);
    const text = isTime
      ? `strftime(make_timestamp_ms(epoch_ms(${name})), '%Y-%m-%dT%H:%M:%S.%gZ')`
      : `${name}::VARCHAR`;
    // A null status is a fault, like an empty one; only a missing column is not.
    return field === 'status' ? `coalesce(${text}, '')` : text;
  });
}

function textOf(cell: unknown): string | null {
  return typeof cell === 'string' ? cell : null;
}
