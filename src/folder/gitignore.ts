import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isPresent } from '../lib/files/read-text.ts';

/**
 * Whether .gitignore files, from the folder up to its repository's root, name the file. Rules with folders in them
 * don't count.
 */
export async function isIgnoredByGit(dir: string, name: string): Promise<boolean> {
  for (let folder = resolve(dir); ; folder = dirname(folder)) {
    const verdict = findVerdict(await readLines(join(folder, '.gitignore')), name, folder === resolve(dir));
    if (verdict !== null) return verdict;
    if (folder === dirname(folder) || (await isPresent(join(folder, '.git')))) return false;
  }
}

/** Whether the folder is in a git repository, so that a file that is not ignored may be committed. */
export async function isInRepository(dir: string): Promise<boolean> {
  for (let folder = resolve(dir); ; folder = dirname(folder)) {
    if (await isPresent(join(folder, '.git'))) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** true = ignored, false = excepted by a `!`, null = not named. The last matching rule decides. */
export function findVerdict(lines: readonly string[], name: string, isSameFolder: boolean): boolean | null {
  const rules = lines.flatMap((line) => {
    const [, not = '', anchor = '', pattern = ''] = /^(!?)(\/|\*\*\/)?([^/\s#!][^/\s]*)\s*$/.exec(line) ?? [];
    const applies = pattern !== '' && (anchor !== '/' || isSameFolder) && toRegExp(pattern).test(name);
    return applies ? [not === ''] : [];
  });
  return rules.at(-1) ?? null;
}

function toRegExp(pattern: string): RegExp {
  const body = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${body}$`);
}

/** Git skips a .gitignore that it can't read, so such a file covers nothing here either. */
async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split(/\r?\n/);
  } catch {
    return [];
  }
}
