import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullIfMissing } from './missing-file.ts';

/** A write that takes longer than this was abandoned. */
const abandonedMs = 60 * 60_000;

/** Paths of temporary files (see atomic-file.ts) that killed writes left in the folders, in order. */
export async function listLeftovers(folders: readonly string[], nowMs: number): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    const names = (await readdir(folder).catch(nullIfMissing)) ?? [];
    for (const name of names.filter((one) => /^\.tmp-[0-9a-f]{12}$/u.test(one)).toSorted()) {
      const found = await stat(join(folder, name)).catch(nullIfMissing);
      if (found !== null && nowMs - found.mtimeMs > abandonedMs) paths.push(join(folder, name));
    }
  }
  return paths;
}

export async function removeLeftovers(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}
