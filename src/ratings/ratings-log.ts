import { join } from 'node:path';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { UnsafeError } from '../lib/errors.ts';
import { type Cell, type ParquetColumn, sqlParquetFiles, writeParquetFile } from '../lib/files/parquet-file.ts';
import { assertReadable } from '../lib/files/read-text.ts';
import type { ResponseEvent } from '../model.ts';
import { listLogFiles, logFileName } from './log-folder.ts';
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
];

/**
 * All versions in the log's folder, oldest first; none if there is no folder. Throws UnsafeError `ratings_log_damaged`
 * or UsageError `file_unreadable`.
 */
export async function readRatingsLog(dir: string): Promise<ResponseEvent[]> {
  const paths = (await listLogFiles(dir)).map((name) => join(dir, name));
  if (paths.length === 0) return [];
  try {
    return await readEvents(paths);
  } catch (error) {
    throw await findDamage(paths, error);
  }
}

/** The versions in one log file. Throws UnsafeError `ratings_log_damaged` or UsageError `file_unreadable`. */
export async function readLogFile(path: string): Promise<ResponseEvent[]> {
  return readEvents([path]).catch(async (error: unknown) => {
    throw await damaged(path, error);
  });
}

/** Adds a file to the log and returns its path; null if there are no events. Log files are never changed later. */
export async function appendToRatingsLog(dir: string, events: readonly ResponseEvent[]): Promise<string | null> {
  if (events.length === 0) return null;
  return join(dir, await writeLogFile(dir, nextSequence(await listLogFiles(dir)), events));
}

/** Writes a log file at this position and returns its name, which depends on its content. */
export async function writeLogFile(dir: string, sequence: number, events: readonly ResponseEvent[]): Promise<string> {
  const rows = events.map(toRow);
  const name = logFileName(sequence, rows);
  await writeParquetFile(join(dir, name), columns, rows);
  return name;
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
  ];
}

async function readEvents(paths: readonly string[]): Promise<ResponseEvent[]> {
  return withDuckdb(async (connection) => {
    const result = await connection.stream(`SELECT ${selected} FROM ${sqlLog(paths)}`);
    const parseEvent = createEventParser();
    const events: ResponseEvent[] = [];
    for await (const rows of result.yieldRows()) for (const row of rows) events.push(parseEvent(row));
    return events;
  });
}

const selected = columns
  .map(({ name }) => (name === 'server_updated_at' ? 'coalesce(server_updated_at, updated_at)' : name))
  .join(', ');

/** Files of earlier versions lack a column; if all of them do, DuckDB would not know it. */
function sqlLog(paths: readonly string[]): string {
  const files = `SELECT * FROM ${sqlParquetFiles(paths, { unionByName: true })}`;
  return `(SELECT NULL::VARCHAR AS server_updated_at WHERE false UNION ALL BY NAME ${files})`;
}

/** Reading all files at once is fast, but doesn't say which one is damaged. */
async function findDamage(paths: readonly string[], cause: unknown): Promise<UnsafeError> {
  for (const path of paths) {
    try {
      await readEvents([path]);
    } catch (error) {
      return await damaged(path, error);
    }
  }
  return damaged(paths[0] ?? '', cause);
}

/** Throws UsageError `file_unreadable` if the file can't be read at all, so that damage is not known. */
async function damaged(path: string, cause: unknown): Promise<UnsafeError> {
  await assertReadable(path);
  return new UnsafeError('ratings_log_damaged', `${path} in the ratings log is damaged or not from prank.`, {
    details: { path },
    cause,
  });
}
