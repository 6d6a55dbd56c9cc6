import type { Database } from 'libsql';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UsageError } from '../lib/errors.ts';
import { makeFolder } from '../lib/files/make-folder.ts';
import { isPresent, readTextIfPresent } from '../lib/files/read-text.ts';
import { explainOpening } from './storage/storage-problem.ts';

/** Contents of a file beside a database that says which `prank serve` is using it. */
export interface Serving {
  url: string;
  pid: number;
}

/** The right to serve a database. It ends with its process, however that ends. */
export interface ServingClaim {
  /** Tells other commands where the server is. */
  announce(serving: Serving): Promise<void>;
  release(): Promise<void>;
}

function pathFor(db: string): string {
  return `${db}.serving`;
}

/**
 * SQLite locks this file. The system frees the lock when its process ends, which a process number can't tell. It stays
 * when the server ends: a second one might have opened it already.
 */
function lockFor(db: string): string {
  return `${db}.serving-lock`;
}

/** The server that uses this database, or null. If its process is gone, the file does not count. */
export async function findServing(db: string): Promise<Serving | null> {
  const serving = await readServing(db);
  return serving !== null && (await isLocked(db)) ? serving : null;
}

/** Throws UsageError `already_serving` if another process serves this database. */
export async function claimServing(db: string): Promise<ServingClaim> {
  await makeFolder(dirname(db));
  const lock = await openLock(db);
  try {
    lock.pragma('busy_timeout = 1000');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? alreadyServing(db, await readServing(db), error) : explainOpening(lockFor(db), error);
  }
  return {
    announce: (serving) => writeFileWhole(pathFor(db), `${JSON.stringify(serving)}\n`),
    release: async () => {
      await rm(pathFor(db), { force: true });
      lock.close();
    },
  };
}

async function isLocked(db: string): Promise<boolean> {
  if (!(await isPresent(lockFor(db)))) return false;
  const lock = await openLock(db, { readonly: true });
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').all();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    lock.close();
  }
}

/** Loads SQLite only now: most commands find no server. */
async function openLock(db: string, options?: { readonly: true }): Promise<Database> {
  const { default: Sqlite } = await import('libsql');
  try {
    return new Sqlite(lockFor(db), options);
  } catch (error) {
    throw explainOpening(lockFor(db), error);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
}

function alreadyServing(db: string, serving: Serving | null, cause: unknown): UsageError {
  const where = serving === null ? 'by another process' : `at ${serving.url} by process ${serving.pid}`;
  return new UsageError('already_serving', `${db} is served already, ${where}.`, { cause });
}

async function readServing(db: string): Promise<Serving | null> {
  const parsed = parseJson((await readTextIfPresent(pathFor(db))) ?? '');
  return isServing(parsed) ? parsed : null;
}

/** null for invalid JSON: without a URL there is no server to ask, and a second one on the database does no harm. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isServing(value: unknown): value is Serving {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    'pid' in value &&
    typeof value.pid === 'number'
  );
}
