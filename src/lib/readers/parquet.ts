import type { DuckDBConnection } from '@duckdb/node-api';
import { withDuckdb } from '../files/duckdb.ts';
import { printable } from '../text/text.ts';
import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { sqlParquet, sqlParquetSchema } from './sql-parquet.ts';
import { toPlainValue } from './plain-value.ts';
import type { Reader, ReadOptions, TakeBatch } from './reader.ts';

/** Apache Parquet. Reads only the requested columns. */
export const parquetReader: Reader = { typed: true, read: readParquet };

/** Uses its own DuckDB: a connection that streams rows out can't take rows in at the same time. */
async function readParquet(file: DataFile, { names }: ReadOptions, take: TakeBatch): Promise<void> {
  await withDuckdb(async (connection) => {
    const table = sqlParquet(file.absolutePath);
    const columns = await listColumns(connection, file, table);
    const header = columns.map(({ name }) => name);
    const chosen = names(header);
    const wanted = columns.filter(({ name }) => chosen.includes(name));
    const twin = wanted.find(({ name }, index) => wanted.findIndex((other) => other.name === name) < index);
    if (twin !== undefined) {
      throw malformedData({ path: file.path }, `two columns are named \`${printable(twin.name, 60)}\``);
    }
    const selected = wanted.length === 0 ? 'NULL' : wanted.map(({ sqlName }) => sqlName).join(', ');
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
        .map((cells) =>
          Object.fromEntries(wanted.map(({ name }, index) => [name, toPlainValue(cells[index] ?? null)])),
        );
      await take({ columns: header, rows });
    }
    if (rowCount === 0) throw malformedData({ path: file.path }, 'columns and no rows');
  });
}

interface Column {
  name: string;
  sqlName: string;
}

/** DuckDB renames columns that differ only in case; the file's own names are in its schema. */
async function listColumns(
  connection: DuckDBConnection,
  { path, absolutePath }: DataFile,
  table: string,
): Promise<Column[]> {
  try {
    const description = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
    const schema = await connection.runAndReadAll(`SELECT name, num_children FROM ${sqlParquetSchema(absolutePath)}`);
    const names = topLevelNames(
      schema.getRows().map(([name, children]) => ({ name: String(name), children: Number(children ?? 0) })),
    );
    return description.getRows().map(([cell], index) => {
      const called = String(cell);
      const own = names[index] ?? called;
      return { name: called.startsWith(own) ? own : called, sqlName: `"${called.replaceAll('"', '""')}"` };
    });
  } catch (error) {
    throw malformedData({ path }, 'not a parquet file, or cut off', undefined, error);
  }
}

function topLevelNames([, ...nodes]: readonly { name: string; children: number }[]): string[] {
  const names: string[] = [];
  let inside = 0;
  for (const { name, children } of nodes) {
    if (inside === 0) names.push(name);
    else inside -= 1;
    inside += children;
  }
  return names;
}
