import type { DuckDBConnection } from '@duckdb/node-api';
import { withDuckdb } from '../files/duckdb.ts';
import { printable } from '../text/text.ts';
import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { sqlParquet, sqlParquetSchema } from './sql-parquet.ts';
import { toPlainValue } from './plain-value.ts';
import { type Reader, type ReadOptions, readRow, type TakeBatch } from './reader.ts';
import { notText, type Row } from './row.ts';

/** Apache Parquet. Reads only the requested columns. In these, bytes that are not UTF-8 make a row bad. */
export const parquetReader: Reader = { typed: true, read: readParquet };

/** Uses its own DuckDB: a connection that streams rows out can't take rows in at the same time. */
async function readParquet(file: DataFile, options: ReadOptions, take: TakeBatch): Promise<void> {
  await withDuckdb(async (connection) => {
    const table = sqlParquet(file.absolutePath);
    const columns = await listColumns(connection, file, table);
    const header = columns.map(({ name }) => name);
    const chosen = options.names(header);
    const wanted = columns.filter(({ name }) => chosen.includes(name));
    const twin = wanted.find(({ name }, index) => wanted.findIndex((other) => other.name === name) < index);
    if (twin !== undefined) {
      throw malformedData({ path: file.path }, `two columns are named \`${printable(twin.name, 60)}\``);
    }
    const selected = wanted.length === 0 ? 'NULL' : wanted.map(({ sqlName }) => sqlName).join(', ');
    let rowCount = 0;
    const damaged = (error: unknown): never => {
      throw describeDamage(file, error);
    };
    const chunks = await connection.stream(`SELECT ${selected} FROM ${table}`).catch(damaged);
    for (;;) {
      const chunk = await chunks.fetchChunk().catch(damaged);
      if (chunk === null || chunk.rowCount === 0) break;
      const rows = chunk.getRows().map((cells) => {
        rowCount += 1;
        const row = Object.fromEntries(wanted.map(({ name }, index) => [name, toPlainValue(cells[index] ?? null)]));
        return readRow(() => assertText(row, file, rowCount), '', options);
      });
      await take({ columns: header, rows, mayHoldBytes: wanted.some(({ mayHoldBytes }) => mayHoldBytes) });
    }
    if (rowCount === 0) throw malformedData({ path: file.path }, 'columns and no rows');
  });
}

/** DuckDB checks text that is declared as such before it gives out rows, so no row can be named or skipped. */
function describeDamage({ path }: DataFile, error: unknown): Error {
  const value = /value "(.*)" is not valid UTF8/su.exec(error instanceof Error ? error.message : '')?.[1];
  if (value === undefined) return malformedData({ path }, 'damaged parquet data', 'Fetch the file again.', error);
  return malformedData(
    { path },
    `a column of text has bytes that are not UTF-8: ${printable(value, 60)}`,
    "Fix the value where the file was made. on_bad_row: skip can't help, because the file calls these bytes text.",
    error,
  );
}

/** Throws `data_malformed` if a whole cell is not text; bytes inside a cell may be beside the text. */
function assertText(row: Row, { path }: DataFile, number: number): Row {
  const column = Object.keys(row).find((name) => row[name] === notText);
  if (column === undefined) return row;
  throw malformedData({ path }, `row ${number} has bytes that are not UTF-8 in \`${printable(column, 60)}\``);
}

interface Column {
  name: string;
  sqlName: string;
  mayHoldBytes: boolean;
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
    return description.getRows().map(([cell, type], index) => {
      const called = String(cell);
      const own = names[index] ?? called;
      return {
        name: called.startsWith(own) ? own : called,
        sqlName: `"${called.replaceAll('"', '""')}"`,
        mayHoldBytes: String(type).includes('BLOB'),
      };
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
