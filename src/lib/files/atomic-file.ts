import { randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainUnwritable } from './file-error.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Writes a file whole or not at all. Creates the folder; `mode` (default 0o644) applies from the first byte. Throws
 * UsageError `file_unwritable`.
 */
export async function writeFileWhole(path: string, data: string | Uint8Array, mode = 0o644): Promise<void> {
  await produceFileWhole(path, (temporaryPath) => writeFile(temporaryPath, data, { mode, flag: 'wx' }));
}

/**
 * Lets `write` fill a temporary file in the same folder, syncs it to disk and renames it. Nothing is left if `write`
 * throws. Throws UsageError `file_unwritable` if the file can't be written there.
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
