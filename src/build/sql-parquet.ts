import { sqlText } from '../lib/duckdb.ts';

/** A parquet file as an SQL table. DuckDB takes every path for a glob, so its special characters are put in brackets. */
export function sqlParquet(path: string): string {
  const literal = path.replace(/[*?[]/gu, '[$&]');
  return `read_parquet(${sqlText(literal)}, binary_as_string = true, hive_partitioning = false)`;
}
