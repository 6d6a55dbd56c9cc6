import type { DuckDBConnection } from '@duckdb/node-api';
import { withDuckdb } from '../../lib/duckdb.ts';
import type { PlannedFile } from '../build-plan.ts';
import { malformedData } from '../data-error.ts';
import { sqlParquet } from '../sql-parquet.ts';
import { toPlainValue } from './plain-value.ts';
import type { Reader, ReadOptions, TakeBatch } from './reader.ts';

/** Apache Parquet. Only the columns that are asked for are read. */
export const parquetReader: Reader = { typed: true, read: readParquet };

/** Uses a DuckDB of its own: a connection that streams rows out can't take rows in at the same time. */
async function readParquet(file: PlannedFile, { names }: ReadOptions, take: TakeBatch): Promise<void> {
  await withDuckdb(async (connection) => {
    const table = sqlParquet(file.absolutePath);
    const columns = await listColumns(connection, file, table);
    const wanted = columns.filter((column) => names.includes(column));
    const selected = wanted.length === 0 ? 'NULL' : wanted.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
    let rowCount = 0;
    const damaged = (error: unknown): never => {
      throw malformedData({ path: file.path }, 'damaged parquet data', 'Fetch the file again.', error);
    };
    const chunks = await connection.stream(`SELECT ${selected} FROM ${table}`).catch(damaged);
    for (;;) {
      const chunk = await chunks.fetchChunk().catch(damaged);
      if (chunk === null || chunk.rowCount === 0) break;
      rowCount += chunk.rowCount;
      const rows = chunk
        .getRows()
        .map((cells) => Object.fromEntries(wanted.map((name, index) => [name, toPlainValue(cells[index] ?? null)])));
      await take({ columns, rows });
    }
    if (rowCount === 0) throw malformedData({ path: file.path }, 'columns and no rows');
  });
}

async function listColumns(connection: DuckDBConnection, file: PlannedFile, table: string): Promise<string[]> {
  try {
    const description = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
    return description.getRows().map(([name]) => String(name));
  } catch (error) {
    throw malformedData({ path: file.path }, 'not a parquet file, or cut off', undefined, error);
  }
}
