import { withDuckdb } from '../../src/lib/files/duckdb.ts';
import type { Row } from '../support/read-rows.ts';
import { sqlParquetFiles } from '../../src/lib/files/parquet-file.ts';

/** Column names and DuckDB types, in order. */
export async function describeParquet(path: string): Promise<[string, string][]> {
  return withDuckdb(async (connection) => {
    const rows = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sqlParquetFiles([path])}`);
    return rows.getRows().map(([name, type]) => [String(name), String(type)]);
  });
}

/** The rows of a parquet file. Times are UTC text, whatever this machine's zone; whole numbers are text. */
export async function readParquet(path: string): Promise<Row[]> {
  const columns = (await describeParquet(path)).map(([name, type]) =>
    type === 'TIMESTAMP WITH TIME ZONE' ? `make_timestamp(epoch_us("${name}"))::VARCHAR AS "${name}"` : `"${name}"`,
  );
  return withDuckdb(async (connection) => {
    const rows = await connection.runAndReadAll(`SELECT ${columns.join(', ')} FROM ${sqlParquetFiles([path])}`);
    return rows.getRowObjectsJson();
  });
}
