import { withDuckdb } from '../../src/lib/duckdb.ts';
import { sqlParquetFiles } from '../../src/lib/parquet-file.ts';

/** Column name → type in DuckDB's words, in order. */
export async function describeParquet(path: string): Promise<[string, string][]> {
  return withDuckdb(async (connection) => {
    const rows = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sqlParquetFiles([path])}`);
    return rows.getRows().map(([name, type]) => [String(name), String(type)]);
  });
}

/** The rows of a parquet file, times as ISO text, whole numbers as text. */
export async function readParquet(path: string): Promise<unknown[]> {
  return withDuckdb(async (connection) => {
    const rows = await connection.runAndReadAll(`SELECT * FROM ${sqlParquetFiles([path])}`);
    return rows.getRowObjectsJson();
  });
}
