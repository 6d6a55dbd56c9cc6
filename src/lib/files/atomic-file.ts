import { randomBytes } from 'node:crypto';
import { access, constants, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { explainUnwritable } from './file-error.ts';
import { isFolder, makeFolder } from './make-folder.ts';
import { isMissingFile } from './missing-file.ts';

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
  await produceNamedFile(dirname(path), basename(path), async (temporaryPath) => {
    await write(temporaryPath);
    return basename(path);
  });
}

/**
 * Same as `produceFileWhole` in the folder `dir`, but `write` returns the file's name, which may follow from its bytes.
 * `label` stands for the name in errors. Returns the name.
 */
export async function produceNamedFile(
  dir: string,
  label: string,
  write: (temporaryPath: string) => Promise<string>,
): Promise<string> {
  const temporaryPath = join(dir, `.tmp-${randomBytes(6).toString('hex')}`);
  try {
    await makeFolder(dir);
    const name = await write(temporaryPath);
    await syncToDisk(temporaryPath);
    await rename(temporaryPath, join(dir, name));
    await syncToDisk(dir);
    return name;
  } catch (error) {
    await rm(temporaryPath, { force: true }).catch(() => {});
    throw explainUnwritable(join(dir, label), error);
  }
}

/**
 * For commands that compute for long before they write `path`. Throws UsageError `file_unwritable` if it can be seen
 * already that this would fail.
 */
export async function assertWritable(path: string): Promise<void> {
  try {
    if (await isFolder(path)) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    await assertWritableFolder(dirname(resolve(path)));
  } catch (error) {
    throw explainUnwritable(path, error);
  }
}

/** A missing folder will be made, so then its parent decides. */
async function assertWritableFolder(path: string): Promise<void> {
  try {
    // With the slash, a file in the place of the folder is an error too.
    await access(`${path}/`, constants.W_OK);
  } catch (error) {
    if (!isMissingFile(error) || dirname(path) === path) throw error;
    await assertWritableFolder(dirname(path));
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
