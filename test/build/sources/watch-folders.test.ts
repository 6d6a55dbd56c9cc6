import { readdir } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { expect, it } from 'vitest';
import { watchFolders, type WatchedFolders } from '../../../src/build/sources/watch-folders.ts';
import { withFolder } from '../campaign-folder.ts';

/** Root may read every folder, so the failure is simulated. */
function watchWith(code: string): WatchedFolders {
  return watchFolders(
    new Proxy(readdir, {
      apply(list, self, [folder, options, done]: unknown[]) {
        if (!String(folder).endsWith('closed/')) return Reflect.apply(list, self, [folder, options, done]);
        if (typeof done === 'function') done(Object.assign(new Error(code), { code, syscall: 'scandir' }));
        return undefined;
      },
    }),
  );
}

async function search(folders: WatchedFolders): Promise<{ found: string[]; dir: string }> {
  return withFolder({ 'data/a.jsonl': '', 'data/closed/b.jsonl': '' }, async (dir) => {
    await mkdir(join(dir, 'data', 'empty'));
    return { found: await glob('data/**/*.jsonl', { cwd: dir, fs: { readdir: folders.readdir } }), dir };
  });
}

it('accepts a search in which every folder was read', async () => {
  const folders = watchFolders();
  expect((await search(folders)).found.toSorted()).toEqual(['data/a.jsonl', 'data/closed/b.jsonl']);
  expect(() => folders.assertRead()).not.toThrow();
});

it.each(['ENOENT', 'ENOTDIR'])('ignores what is not a folder (any more): %s', async (code) => {
  const folders = watchWith(code);
  expect((await search(folders)).found).toEqual(['data/a.jsonl']);
  expect(() => folders.assertRead()).not.toThrow();
});

it('a folder that could not be read counted as empty, and its prompts were silently missing', async () => {
  const folders = watchWith('EACCES');
  const { found, dir } = await search(folders);
  expect(found).toEqual(['data/a.jsonl']);
  expect(() => folders.assertRead()).toThrow(`${join(dir, 'data', 'closed')} can't be read: permission denied.`);
});
