import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from './errors.ts';

/**
 * Writes a file whole or not at all. Makes the folder; `mode` (default 0o644) holds from the first byte on. Throws
 * UsageError `file_unwritable`.
 */
export async function writeFileWhole(path: string, data: string | Uint8Array, mode = 0o644): Promise<void> {
  await produceFileWhole(path, (temporaryPath) => writeFile(temporaryPath, data, { mode, flag: 'wx' }));
}

/**
 * Lets `write` fill a temporary neighbour, syncs it to disk and renames it; nothing is left when `write` throws. Throws
 * UsageError `file_unwritable` when the place doesn't take a file.
 */
export async function produceFileWhole(path: string, write: (temporaryPath: string) => Promise<void>): Promise<void> {
  const temporaryPath = join(dirname(path), `.tmp-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporaryPath);
    await syncToDisk(temporaryPath);
    await rename(temporaryPath, path);
    await syncToDisk(dirname(path));
  } catch (error) {
    await rm(temporaryPath, { force: true }).catch(() => {});
    throw explainUnwritable(path, error);
  }
}

const problems: Record<string, string> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  EISDIR: 'there is a folder of that name',
  ENAMETOOLONG: 'its name is too long',
};

/** What the place has against the file, in words; any other error stays as it is. */
function explainUnwritable(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const problem = problems[code];
  if (problem === undefined) return error;
  return new UsageError('file_unwritable', `${path} can't be written: ${problem}.`, {
    hint: 'Make that possible, or name another place, and run the command again.',
    cause: error,
  });
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
