import type { Stats } from 'node:fs';
import { access, constants, open, readdir, readFile, stat } from 'node:fs/promises';
import { explainUnreadable } from './file-error.ts';
import { isMissingFile } from './missing-file.ts';

/** The text of a file; null only if it does not exist. Throws UsageError `file_unreadable` if it can't be read. */
export async function readTextIfPresent(path: string): Promise<string | null> {
  return (await readBytesIfPresent(path))?.toString('utf8') ?? null;
}

/** Same as `readTextIfPresent`, but returns bytes. */
export async function readBytesIfPresent(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw explainUnreadable(path, error);
  }
}

/** Whether something is at the path. Throws UsageError `file_unreadable` if that can't be determined. */
export async function isPresent(path: string): Promise<boolean> {
  return (await statIfPresent(path)) !== null;
}

/** Whether a folder is at the path. Throws the same. */
export async function isFolder(path: string): Promise<boolean> {
  return (await statIfPresent(path))?.isDirectory() ?? false;
}

async function statIfPresent(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw explainUnreadable(path, error);
  }
}

/**
 * Throws UsageError `file_unreadable` if the file can't be read. Libraries that read files themselves report a missing
 * permission like damage, but only damage is a reason to replace a file.
 */
export async function assertReadable(path: string): Promise<void> {
  try {
    const file = await open(path, 'r');
    try {
      await file.read(Buffer.alloc(1), 0, 1, 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainUnreadable(path, error);
  }
}

/** Whether a folder holds nothing, or is not there. Throws UsageError `file_unreadable`. */
export async function isEmptyFolder(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length === 0;
  } catch (error) {
    if (isMissingFile(error)) return true;
    throw explainUnreadable(path, error);
  }
}

/** Whether files can be added to a folder: it may belong to somebody else, or be on a read-only disk. */
export async function isWritableFolder(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
