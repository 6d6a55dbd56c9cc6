import { sqlText } from '../lib/files/duckdb.ts';

/** A parquet file as an SQL table. */
export function sqlParquet(path: string): string {
  return `read_parquet(${sqlPath(path)}, binary_as_string = true, hive_partitioning = false)`;
}

/** The tree of names and types of a parquet file as an SQL table, from the root on, each node before its children. */
export function sqlParquetSchema(path: string): string {
  return `parquet_schema(${sqlPath(path)})`;
}

/** DuckDB takes every path for a glob, so its special characters are put in brackets. */
function sqlPath(path: string): string {
  return sqlText(path.replace(/[*?[]/gu, '[$&]'));
}
