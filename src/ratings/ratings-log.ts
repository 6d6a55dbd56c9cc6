import { basename, join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { UnsafeError } from '../lib/errors.ts';
import { type Cell, type ParquetColumn, sqlParquetFiles, writeHashedParquetFile } from '../lib/files/parquet-file.ts';
import { hashFile, hashText } from '../lib/files/hash-file.ts';
import { assertReadable } from '../lib/files/read-text.ts';
import type { ResponseEvent } from '../model.ts';
import { isEarlierRound } from './earlier-rounds.ts';
import { listLogFiles, logFileName, readLogFileName } from './log-folder.ts';
import { createEventParser } from './parse-event.ts';

/** Times stay text as sent by the server, because they distinguish versions to the microsecond. */
const columns: ParquetColumn[] = [
  { name: 'prompt_id', type: 'VARCHAR' },
  { name: 'rater_id', type: 'VARCHAR' },
  { name: 'rater', type: 'VARCHAR' },
  { name: 'status', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'inserted_at', type: 'VARCHAR' },
  { name: 'updated_at', type: 'VARCHAR' },
  { name: 'server_updated_at', type: 'VARCHAR' },
  { name: 'record_id', type: 'VARCHAR' },
  { name: 'dataset_id', type: 'VARCHAR' },
  { name: 'pulled_at', type: 'VARCHAR' },
  { name: 'external_id', type: 'VARCHAR' },
  { name: 'other_values', type: 'VARCHAR' },
  // 'aside', or null. Answers of earlier rounds are asides, too: see earlier-rounds.ts.
  { name: 'role', type: 'VARCHAR' },
];

/** Columns that files of earlier versions lack. */
const laterColumns = ['server_updated_at', 'external_id', 'other_values', 'role'];

/**
 * All versions in the log's folder, oldest first; none if there is no folder. Throws UnsafeError `ratings_log_damaged`
 * or UsageError `file_unreadable`.
 */
export async function readRatingsLog(dir: string): Promise<ResponseEvent[]> {
  return readLogFiles((await listLogFiles(dir)).map((name) => join(dir, name)));
}

/** The versions in one log file. Throws UnsafeError `ratings_log_damaged` or UsageError `file_unreadable`. */
export async function readLogFile(path: string): Promise<ResponseEvent[]> {
  return readLogFiles([path]);
}

/** A file is held in memory while it is written. */
const eventsPerFile = 50_000;

/**
 * Adds a file to the log and returns its path; null if there are no events. Log files are never changed later. Many
 * events become several files, and the path is that of the last one. If a kill leaves only some of them, the next pull
 * adds the rest.
 */
export async function appendToRatingsLog(dir: string, events: readonly ResponseEvent[]): Promise<string | null> {
  let sequence = nextSequence(await listLogFiles(dir));
  let path: string | null = null;
  for (let start = 0; start < events.length; start += eventsPerFile) {
    path = join(dir, await writeLogFile(dir, sequence, events.slice(start, start + eventsPerFile)));
    sequence += 1;
  }
  return path;
}

/** Writes a log file at this position and returns its name, which depends on its content. */
export async function writeLogFile(dir: string, sequence: number, events: readonly ResponseEvent[]): Promise<string> {
  const naming = { label: logFileName(sequence, 'new'), nameOf: (sha256: string) => logFileName(sequence, sha256) };
  return writeHashedParquetFile(dir, naming, columns, toRows(events));
}

function* toRows(events: readonly ResponseEvent[]): Generator<Cell[]> {
  for (const event of events) yield toRow(event);
}

function nextSequence(names: readonly string[]): number {
  return names.reduce((next, name) => Math.max(next, Number(/^\d+/u.exec(name)?.[0] ?? 0) + 1), 1);
}

function toRow(event: ResponseEvent): Cell[] {
  return [
    event.promptId,
    event.raterId,
    event.rater,
    event.status,
    event.value,
    event.insertedAt,
    event.updatedAt,
    event.serverUpdatedAt,
    event.recordId,
    event.datasetId,
    event.pulledAt,
    event.label ?? null,
    event.others ?? null,
    event.aside === true || isEarlierRound(event) ? 'aside' : null,
  ];
}

/** Checks each file against its own name, and reads them together. If one is damaged, the error names it. */
async function readLogFiles(paths: readonly string[]): Promise<ResponseEvent[]> {
  if (paths.length === 0) return [];
  return withDuckdb(async (connection) => {
    for (const path of paths) {
      await assertPromised(connection, path).catch(async (error: unknown) => {
        throw await damaged(path, error);
      });
    }
    try {
      return await readEvents(connection, paths);
    } catch (error) {
      for (const path of paths) {
        await readEvents(connection, [path]).catch(async (cause: unknown) => {
          throw await damaged(path, cause);
        });
      }
      throw error;
    }
  });
}

/** Throws any error if a file is not what its name promises. */
async function assertPromised(connection: DuckDBConnection, path: string): Promise<void> {
  const promised = readLogFileName(basename(path));
  if (promised?.of === 'bytes' && promised.hash !== (await hashFile(path))) throw new Error('its bytes have changed');
  if (promised?.of === 'rows' && !hashRows(await readEvents(connection, [path])).includes(promised.hash)) {
    throw new Error('its rows have changed');
  }
}

/**
 * Columns with few different texts. They are read as numbers, and each text once: decoding a million answers' ids takes
 * most of the time otherwise.
 */
const codedColumns = ['prompt_id', 'rater_id', 'rater', 'status', 'record_id', 'dataset_id', 'pulled_at'];

/** Rows in files that are small enough to read every text. */
const fewRows = 20_000;

/** The events of some files. Throws any error if they have other columns or cells. */
async function readEvents(connection: DuckDBConnection, paths: readonly string[]): Promise<ResponseEvent[]> {
  const files = sqlLogFiles(paths);
  const [rows = 0] = await readTexts(connection, `SELECT count(*)::INTEGER FROM ${files}`);
  const codes = Number(rows) <= fewRows ? new Map<string, DuckDBValue[]>() : await codeTexts(connection, files);
  const selected = columns.map(({ name }) => {
    const column = name === 'server_updated_at' ? 'coalesce(server_updated_at, updated_at)' : name;
    return codes.has(name) ? `enum_code(${column}::log_${name})::INTEGER` : column;
  });
  const texts = columns.map(({ name }) => codes.get(name));
  const parseEvent = createEventParser();
  const events: ResponseEvent[] = [];
  const result = await connection.stream(`SELECT ${selected.join(', ')} FROM ${files}`);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const cells = chunk.getColumns().map((column, index) => {
      const text = texts[index];
      return text === undefined ? column : column.map((code) => (code === null ? null : (text[Number(code)] ?? null)));
    });
    for (let row = 0; row < chunk.rowCount; row += 1)
      events.push(parseEvent(cells.map((column) => column[row] ?? null)));
  }
  return events;
}

/** Makes an enum type of each coded column, and returns the texts of its codes. */
async function codeTexts(connection: DuckDBConnection, files: string): Promise<Map<string, DuckDBValue[]>> {
  const codes = new Map<string, DuckDBValue[]>();
  for (const name of codedColumns) {
    const type = `log_${name}`;
    await connection.run(`DROP TYPE IF EXISTS ${type}`);
    const texts = `SELECT DISTINCT ${name} FROM ${files} WHERE ${name} IS NOT NULL`;
    await connection.run(`CREATE TEMP TYPE ${type} AS ENUM (${texts})`);
    codes.set(name, await readTexts(connection, `SELECT unnest(enum_range(NULL::${type}))::VARCHAR`));
  }
  return codes;
}

/** The only column of a query. */
async function readTexts(connection: DuckDBConnection, query: string): Promise<DuckDBValue[]> {
  const [column = []] = (await connection.runAndReadAll(query)).getColumns();
  return column;
}

/** Hashes that earlier versions may have put into the name of a file with these events. */
function hashRows(events: readonly ResponseEvent[]): string[] {
  const without = (names: readonly string[]): Cell[][] =>
    events.map((event) => toRow(event).filter((_, column) => !names.includes(columns[column]?.name ?? '')));
  // The first version had no server_updated_at.
  return [without(laterColumns.slice(1)), without(laterColumns)].map((rows) =>
    hashText(JSON.stringify(rows)).slice(0, 12),
  );
}

/** DuckDB would not know the columns that a file of an earlier version lacks. */
function sqlLogFiles(paths: readonly string[]): string {
  const missing = laterColumns.map((name) => `NULL::VARCHAR AS ${name}`).join(', ');
  return `(SELECT ${missing} WHERE false UNION ALL BY NAME SELECT * FROM ${sqlParquetFiles(paths, { sameColumns: false })})`;
}

/** Throws UsageError `file_unreadable` if the file can't be read at all, so that damage is not known. */
async function damaged(path: string, cause: unknown): Promise<UnsafeError> {
  await assertReadable(path);
  return new UnsafeError('ratings_log_damaged', `${path} in the ratings log is damaged or not from prank.`, {
    details: { path },
    cause,
  });
}
