import { sqlText } from '../files/duckdb.ts';

/** A parquet file as an SQL table. Bytes that the file does not declare as text are BLOB, also if they are text. */
export function sqlParquet(path: string): string {
  return `read_parquet(${sqlPath(path)}, binary_as_string = false, hive_partitioning = false)`;
}

/** A parquet file's schema tree of names and types as an SQL table: root first, each node before its children. */
export function sqlParquetSchema(path: string): string {
  return `parquet_schema(${sqlPath(path)})`;
}

/** DuckDB reads every path as a glob, so its special characters are put in brackets. */
function sqlPath(path: string): string {
  return sqlText(path.replace(/[*?[]/gu, '[$&]'));
}
