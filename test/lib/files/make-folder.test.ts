import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../../../src/lib/files/make-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('makes folders and says which one was the first', async () => {
  expect(await makeFolder(join(dir, 'a', 'b'))).toBe(join(dir, 'a'));
  expect((await stat(join(dir, 'a', 'b'))).isDirectory()).toBe(true);
  expect(await makeFolder(join(dir, 'a', 'b'))).toBeUndefined();
});

it('throws what the system says about a file in the way', async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(makeFolder(join(dir, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(dir, 'file', 'deep', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it('says why, not that something is missing, if a step on the way fails', async () => {
  await symlink('nowhere', join(dir, 'link'));
  const path = join(dir, 'link', 'a', 'b');
  await expect(makeFolder(path)).rejects.toMatchObject({ code: 'EEXIST', path: join(dir, 'link'), syscall: 'mkdir' });
});

it('two may make the same folders at once', async () => {
  const path = join(dir, 'a', 'b', 'c');
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(path)));
  expect((await stat(path)).isDirectory()).toBe(true);
});
