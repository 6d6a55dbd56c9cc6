import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { produceFileWhole, produceNamedFile } from './atomic-file.ts';
import { parquetOptions, sqlText, withDuckdb } from './duckdb.ts';
import { hashFile } from './hash-file.ts';

/** A value in a parquet file. Arrays become lists, objects structs, dates UTC timestamps. Whole numbers are bigints. */
export type Cell =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | PreciseTime
  | readonly Cell[]
  | { readonly [name: string]: Cell };

/** A time to the microsecond, which Date can't hold. */
export class PreciseTime {
  /** Since the epoch. */
  readonly microseconds: bigint;

  constructor(time: Date, microseconds: number) {
    this.microseconds = BigInt(time.getTime()) * 1000n + BigInt(microseconds);
  }

  /** To the millisecond. */
  get date(): Date {
    return new Date(Number(this.microseconds / 1000n));
  }
}

export interface ParquetColumn {
  name: string;
  /** DuckDB's name: VARCHAR, BIGINT, DOUBLE, STRUCT(a VARCHAR)[] … */
  type: string;
}

/** Rows in one DuckDB chunk. */
const chunkRows = 2048;

/** Writes a parquet file whole or not at all. Equal columns and rows give equal bytes. Replaces lone surrogates. */
export async function writeParquetFile(
  path: string,
  columns: readonly ParquetColumn[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  await produceFileWhole(path, (temporaryPath) => writeParquet(temporaryPath, columns, rows));
}

/**
 * Writes a parquet file in the folder `dir` whose name `nameOf` derives from the SHA-256 of its bytes, and returns the
 * name. `label` stands for the name in errors.
 */
export async function writeHashedParquetFile(
  dir: string,
  { label, nameOf }: { label: string; nameOf: (sha256: string) => string },
  columns: readonly ParquetColumn[],
  rows: Iterable<readonly Cell[]>,
): Promise<string> {
  return produceNamedFile(dir, label, async (temporaryPath) => {
    await writeParquet(temporaryPath, columns, rows);
    return nameOf(await hashFile(temporaryPath));
  });
}

async function writeParquet(
  path: string,
  columns: readonly ParquetColumn[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  // One thread: row groups must not depend on how the work was distributed.
  await withDuckdb(
    async (connection) => {
      await connection.run(`CREATE TABLE rows (${columns.map(sqlColumn).join(', ')})`);
      await appendRows(connection, rows);
      await connection.run(`COPY rows TO ${sqlText(path)} (${parquetOptions})`);
    },
    { threads: 1 },
  );
}

/**
 * Parquet files as an SQL table. DuckDB reads every path as a glob, so its special characters are put in brackets.
 */
export function sqlParquetFiles(paths: readonly string[], { sameColumns = true } = {}): string {
  const literals = paths.map((path) => sqlText(path.replace(/[*?[]/gu, '[$&]')));
  return `read_parquet([${literals.join(', ')}], hive_partitioning = false, union_by_name = ${!sameColumns})`;
}

function sqlColumn({ name, type }: ParquetColumn): string {
  return `"${name.replaceAll('"', '""')}" ${type}`;
}

async function appendRows(connection: DuckDBConnection, rows: Iterable<readonly Cell[]>): Promise<void> {
  const { DuckDBDataChunk, DuckDBTimestampTZValue, listValue, structValue } = await import('@duckdb/node-api');
  const toValue = (cell: Cell): DuckDBValue => {
    if (typeof cell === 'string') return cell.toWellFormed();
    if (cell === null || typeof cell !== 'object') return cell;
    if (cell instanceof Date) return new DuckDBTimestampTZValue(BigInt(cell.getTime()) * 1000n);
    if (cell instanceof PreciseTime) return new DuckDBTimestampTZValue(cell.microseconds);
    if (isList(cell)) return listValue(cell.map(toValue));
    return structValue(Object.fromEntries(Object.entries(cell).map(([name, value]) => [name, toValue(value)])));
  };
  const appender = await connection.createAppender('rows');
  const types = Array.from({ length: appender.columnCount }, (_, column) => appender.columnType(column));
  const append = (part: readonly (readonly Cell[])[]): void => {
    const chunk = DuckDBDataChunk.create(types, part.length);
    chunk.setColumns(types.map((_, column) => part.map((row) => toValue(row[column] ?? null))));
    appender.appendDataChunk(chunk);
  };
  let part: (readonly Cell[])[] = [];
  for (const row of rows) {
    if (part.push(row) < chunkRows) continue;
    append(part);
    part = [];
  }
  if (part.length > 0) append(part);
  appender.closeSync();
}

/** Array.isArray does not narrow a union that includes a readonly array. */
function isList(cell: object): cell is readonly Cell[] {
  return Array.isArray(cell);
}
