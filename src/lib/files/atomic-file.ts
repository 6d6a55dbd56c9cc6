import { randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainUnwritable } from './file-error.ts';
import { makeFolder } from './make-folder.ts';

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
    await makeFolder(dirname(path));
    await write(temporaryPath);
    await syncToDisk(temporaryPath);
    await rename(temporaryPath, path);
    await syncToDisk(dirname(path));
  } catch (error) {
    await rm(temporaryPath, { force: true }).catch(() => {});
    throw explainUnwritable(path, error);
  }
}

/** Removes a file. Throws UsageError `file_unwritable`. */
export async function removeFile(path: string): Promise<void> {
  await rm(path).catch((error: unknown) => {
    throw explainUnwritable(path, error);
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
