import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UnsafeError } from './errors.ts';
import { isProcessAlive } from './process-alive.ts';

export interface LockHolder {
  pid: number;
  host: string;
  command: string;
  startedAt: string;
}

/**
 * Runs `work` while holding the lock file `path`, which names its holder. A lock whose process on this host is gone is
 * stale and taken over. Throws UnsafeError `lock_held` when somebody else works.
 */
export async function withFileLock<T>(path: string, holder: LockHolder, work: () => Promise<T>): Promise<T> {
  const madeFolder = await mkdir(dirname(path), { recursive: true });
  await takeLock(path, holder);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
    // Work that failed on bad input leaves nothing behind; a folder with files in it stays.
    if (madeFolder !== undefined) await rmdir(dirname(path)).catch(() => {});
  }
}

async function takeLock(path: string, holder: LockHolder): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await createLock(path, holder)) return;
    const other = await readHolder(path);
    if (other !== null && !isStale(other, holder.host)) throw lockHeld(path, other);
    await rm(path, { force: true });
  }
  throw new UnsafeError('lock_held', `Another prank is starting in this campaign (${path}).`, {
    hint: 'Wait a moment and run the command again.',
  });
}

async function createLock(path: string, holder: LockHolder): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o644);
    try {
      await handle.writeFile(`${JSON.stringify(holder)}\n`);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** null when the file vanished meanwhile or holds nothing readable (its writer was killed in the act). */
async function readHolder(path: string): Promise<LockHolder | null> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
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

/** Only processes of this host can be looked at; a lock of another host is never called stale. */
function isStale(other: LockHolder, host: string): boolean {
  return other.host === host && !isProcessAlive(other.pid);
}

function lockHeld(path: string, other: LockHolder): UnsafeError {
  return new UnsafeError(
    'lock_held',
    `\`prank ${other.command}\` is at work in this campaign since ${other.startedAt} (process ${other.pid} on ${other.host}).`,
    { hint: `Wait until it ends. If no such process exists, delete ${path}.`, details: { holder: other } },
  );
}
