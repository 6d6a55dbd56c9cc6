import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isPresent } from '../lib/files/read-text.ts';

/** The git repository that a folder is in, links followed; null = in none. In a worktree `.git` is a file. */
export async function findGitRoot(dir: string): Promise<string | null> {
  for (let folder = await realpath(dir); ; folder = dirname(folder)) {
    if (await isPresent(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}
