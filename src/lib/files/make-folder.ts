import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissingFile } from './missing-file.ts';

/**
 * Creates a folder and its parents, one by one: Node's recursive mkdir reports ENOENT for a full or read-only disk.
 * Returns the first folder that it created; undefined = the folder already existed.
 */
export async function makeFolder(path: string): Promise<string | undefined> {
  const parent = dirname(path);
  try {
    return await makeOne(path);
  } catch (error) {
    if (!isMissingFile(error) || parent === path) throw error;
  }
  const first = await makeFolder(parent);
  const made = await makeOne(path);
  return first ?? made;
}

async function makeOne(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    if (await isFolder(path)) return undefined;
    throw error;
  }
}

/** Whether there is a folder, or a link to one. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
