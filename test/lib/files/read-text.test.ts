import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertReadable, isPresent, readTextIfPresent } from '../../../src/lib/files/read-text.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await writeFile(join(dir, 'file'), 'text');
  await writeFile(join(dir, 'empty'), '');
  await mkdir(join(dir, 'folder'));
  await symlink('loop', join(dir, 'loop'));
  await symlink('nowhere', join(dir, 'dangling'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('readTextIfPresent', () => {
  it.each([
    ['file', 'text'],
    ['empty', ''],
    ['missing', null],
    ['dangling', null],
    ['missing/deep', null],
  ])('reads %s as %j', async (name, text) => {
    expect(await readTextIfPresent(join(dir, name))).toBe(text);
  });

  it.each([
    ['folder', 'it is a folder'],
    ['file/x', 'a part of its path is a file'],
    ['loop', 'its links lead in a circle'],
  ])('does not treat %s as a missing file', async (name, reason) => {
    const path = join(dir, name);
    await expect(readTextIfPresent(path)).rejects.toMatchObject({
      code: 'file_unreadable',
      message: `${path} can't be read: ${reason}.`,
    });
  });
});

describe('isPresent', () => {
  it.each([
    ['file', true],
    ['folder', true],
    ['missing', false],
    ['dangling', false],
  ])('%s: %j', async (name, is) => {
    expect(await isPresent(join(dir, name))).toBe(is);
  });

  it.each(['file/x', 'loop'])("does not say no for %s, which can't be looked at", async (name) => {
    await expect(isPresent(join(dir, name))).rejects.toMatchObject({ code: 'file_unreadable' });
  });
});

describe('assertReadable', () => {
  it('accepts what can be read, even an empty file', async () => {
    for (const name of ['file', 'empty']) await expect(assertReadable(join(dir, name))).resolves.toBeUndefined();
  });

  it.each(['folder', 'loop', 'file/x'])('rejects %s', async (name) => {
    await expect(assertReadable(join(dir, name))).rejects.toMatchObject({ code: 'file_unreadable' });
  });
});
