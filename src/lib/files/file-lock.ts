import { open, readFile, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UnsafeError, UsageError } from '../errors.ts';
import { describeUnreadable, explainFileError, explainUnwritable } from './file-error.ts';
import { makeFolder } from './make-folder.ts';
import { isMissingFile, nullIfMissing } from './missing-file.ts';
import { isProcessAlive } from './process-alive.ts';

export interface LockHolder {
  pid: number;
  host: string;
  command: string;
  startedAt: string;
}

/** This process, as other processes see it in the lock. */
export function lockHolder(command: string, startedAt: Date): LockHolder {
  return { pid: process.pid, host: hostname(), command, startedAt: startedAt.toISOString() };
}

/** How often a holder touches its lock, and after how long without a touch anybody may take it over. */
const beatMs = 20_000;
const silenceMs = 15 * 60_000;
/** How long a lock file may be empty before its writer must have filled it, and how often to look until then. */
const writingMs = 10_000;
const lookMs = 50;

/**
 * Runs `work` while holding the lock file `path`, which names its holder. A lock is stale, and is taken over, if its
 * process on this host is gone or nobody has touched it for a quarter of an hour. Throws UnsafeError `lock_held` if
 * somebody else is at work.
 */
export async function withFileLock<T>(path: string, holder: LockHolder, work: () => Promise<T>): Promise<T> {
  const taken = await takeLockIn(path, holder);
  if (taken.error !== null) throw taken.error;
  return holdLock(path, holder, taken.madeFolder, work);
}

/**
 * Same for work that writes nothing: if no lock can be written, as on a read-only or full disk, it runs without one.
 * That is safe: the work changes nothing, and every file is replaced whole, so it reads either the old or the new one.
 */
export async function withReadLock<T>(path: string, holder: LockHolder, work: () => Promise<T>): Promise<T> {
  const taken = await takeLockIn(path, holder);
  if (taken.error === null) return holdLock(path, holder, taken.madeFolder, work);
  if (taken.error instanceof UsageError && taken.error.code === 'file_unwritable') return work();
  throw taken.error;
}

/** `error` = why the lock could not be taken; null = it was. `madeFolder` = the folder that had to be made for it. */
interface Taken {
  error: unknown;
  madeFolder: string | undefined;
}

async function takeLockIn(path: string, holder: LockHolder): Promise<Taken> {
  let madeFolder: string | undefined;
  try {
    madeFolder = await makeFolder(dirname(path));
    await takeLock(path, holder);
    return { error: null, madeFolder };
  } catch (error) {
    if (madeFolder !== undefined) await rmdir(dirname(path)).catch(() => {});
    return { error: explainFileError(error) ?? error, madeFolder: undefined };
  }
}

async function holdLock<T>(
  path: string,
  holder: LockHolder,
  madeFolder: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const beat = setInterval(() => void touch(path), beatMs).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await giveBack(path, holder);
    // Work that failed on bad input leaves nothing behind. A folder with files in it stays.
    if (madeFolder !== undefined) await rmdir(dirname(path)).catch(() => {});
  }
}

/** Who holds the lock, and whether it is stale; null = nobody. Changes nothing. */
export async function inspectLock(
  path: string,
  host = hostname(),
): Promise<{ holder: LockHolder | null; stale: boolean } | null> {
  const lock = await readLock(path);
  return lock === null ? null : { holder: lock.holder, stale: isStale(lock, host) };
}

/** Releases the lock. An unreadable one stays, and becomes stale on its own; the work's result still counts. */
async function giveBack(path: string, holder: LockHolder): Promise<void> {
  const found = await readLock(path).catch(() => null);
  // While this machine slept, somebody else may have taken over.
  if (isSame(found?.holder ?? null, holder)) await rm(path, { force: true });
}

async function takeLock(path: string, holder: LockHolder): Promise<void> {
  // Whoever was killed before it filled its lock is waited for; so is a takeover that was killed.
  for (const giveUpAt = Date.now() + 2 * writingMs; Date.now() < giveUpAt; await wait(lookMs)) {
    if (await createFile(path, `${JSON.stringify(holder)}\n`)) return;
    const lock = await readLock(path);
    if (lock === null) continue;
    if (isStale(lock, holder.host)) await removeStale(path, holder.host);
    else if (lock.holder !== null) throw lockHeld(path, lock.holder, lock);
  }
  throw starting(path);
}

/** false = the file already exists. */
async function createFile(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o644);
    try {
      await handle.writeFile(text);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw explainUnwritable(path, error);
  }
}

/** Only one process at a time removes a lock, and checks it again first: it may be another's valid lock by now. */
async function removeStale(path: string, host: string): Promise<void> {
  const gate = `${path}.takeover`;
  if (!(await createFile(gate, ''))) {
    const left = await stat(gate).catch(nullIfMissing);
    // Removing a lock takes no time, so whoever left this gate was killed.
    if (left !== null && Date.now() - left.mtimeMs > writingMs) await rm(gate, { force: true });
    return;
  }
  try {
    const lock = await readLock(path);
    if (lock !== null && isStale(lock, host)) await rm(path, { force: true });
  } finally {
    await rm(gate, { force: true });
  }
}

interface FoundLock {
  /** null = the file contains nothing readable (yet). */
  holder: LockHolder | null;
  touchedAtMs: number;
}

/** null if there is none. Throws UnsafeError `campaign_lock_unreadable` if it can't be read: it may be held. */
async function readLock(path: string): Promise<FoundLock | null> {
  try {
    const { mtimeMs: touchedAtMs } = await stat(path);
    return { holder: parseHolder(await readFile(path, 'utf8')), touchedAtMs };
  } catch (error) {
    if (isMissingFile(error)) return null;
    const reason = describeUnreadable(error);
    throw reason === null ? error : unreadableLock(path, reason, error);
  }
}

function parseHolder(text: string): LockHolder | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isHolder(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isHolder(value: unknown): value is LockHolder {
  return (
    typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'host' in value
  );
}

function isSame(a: LockHolder | null, b: LockHolder): boolean {
  return a?.pid === b.pid && a.host === b.host && a.startedAt === b.startedAt;
}

/** Only processes on this host can be checked. */
function isStale({ holder, touchedAtMs }: FoundLock, host: string): boolean {
  const silentForMs = Date.now() - touchedAtMs;
  if (holder === null) return silentForMs > writingMs;
  return silentForMs > silenceMs || (holder.host === host && !isProcessAlive(holder.pid));
}

/** Ignores failures: the file may be gone by now. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

function lockHeld(path: string, holder: LockHolder, { touchedAtMs }: FoundLock): UnsafeError {
  const { command, startedAt, pid, host } = holder;
  return new UnsafeError(
    'lock_held',
    `\`prank ${command}\` is at work in this campaign since ${startedAt}${ageOf(startedAt)} (process ${pid} on ${host}).`,
    {
      hint: `Wait until it ends, and run the command again. If no such process exists, delete ${path}.`,
      details: {
        holder: { pid, host, command, started_at: startedAt },
        last_sign_of_life: new Date(touchedAtMs).toISOString(),
      },
    },
  );
}

/** `, for 3 min`; empty if the clocks of two machines disagree. */
function ageOf(startedAt: string): string {
  const minutes = Math.floor((Date.now() - Date.parse(startedAt)) / 60_000);
  return minutes >= 1 ? `, for ${minutes} min` : '';
}

function unreadableLock(path: string, reason: string, cause: unknown): UnsafeError {
  return new UnsafeError(
    'campaign_lock_unreadable',
    `Another prank may be at work in this campaign: its lock ${path} can't be read (${reason}).`,
    { hint: `Make it readable, and run the command again. If no prank is at work here, delete ${path}.`, cause },
  );
}

function starting(path: string): UnsafeError {
  return new UnsafeError('lock_held', `Another prank is starting in this campaign (${path}).`);
}
