import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nullIfMissing } from '../lib/files/missing-file.ts';
import { isPresent, readTextIfPresent } from '../lib/files/read-text.ts';
import { compareText } from '../lib/text/text.ts';

/** The git repository that contains a folder, with links resolved; null = none. In a worktree, `.git` is a file. */
export async function findGitRoot(dir: string): Promise<string | null> {
  for (let folder = await realpath(dir); ; folder = dirname(folder)) {
    if (await isPresent(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/** A folder with links resolved, and the git repository that contains it; null = none. */
export async function locateInRepository(dir: string): Promise<{ root: string | null; dir: string }> {
  return { root: await findGitRoot(dir), dir: await realpath(dir) };
}

/**
 * Texts of all workflows of the repository that contains a folder, by path below its root; without one, the folder's
 * own.
 */
export async function readWorkflows(dir: string): Promise<Map<string, string>> {
  const folder = join((await findGitRoot(dir)) ?? dir, '.github', 'workflows');
  const names = ((await readdir(folder).catch(nullIfMissing)) ?? [])
    .filter((file) => /\.ya?ml$/u.test(file))
    .toSorted(compareText);
  const read = names.map(async (file): Promise<[string, string]> => [
    `.github/workflows/${file}`,
    (await readTextIfPresent(join(folder, file))) ?? '',
  ]);
  return new Map(await Promise.all(read));
}
