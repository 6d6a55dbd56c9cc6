import { sqlText, withDuckdb } from '../../src/lib/files/duckdb.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- rows of every shape
export type Row = Record<string, any>;

/** All rows of a parquet file as plain objects. Nested values are in DuckDB's JSON form. */
export async function readRows(path: string): Promise<Row[]> {
  return withDuckdb(async (connection) => {
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet(${sqlText(path)})`);
    return reader.getRowObjectsJson();
  });
}
