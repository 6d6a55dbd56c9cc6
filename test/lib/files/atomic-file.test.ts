import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWritable, produceFileWhole, writeFileWhole } from '../../../src/lib/files/atomic-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('makes the folder and keeps the mode', async () => {
  const path = join(dir, 'a', 'secret');
  await writeFileWhole(path, 'x', 0o600);
  expect(await readFile(path, 'utf8')).toBe('x');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('leaves only the old file if the writer fails', async () => {
  const path = join(dir, 'file');
  await writeFileWhole(path, 'old');
  const failing = produceFileWhole(path, async (temporaryPath) => {
    await writeFile(temporaryPath, 'half');
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(dir)).toEqual(['file']);
});

it.each([
  ['below a file', 'file/other', 'a part of its path is a file'],
  ['in the place of a folder', 'folder', 'there is a folder of that name'],
  ['under too long a name', 'x'.repeat(300), 'its name is too long'],
])('says in words why nothing can be written %s', async (_, name, problem) => {
  await writeFile(join(dir, 'file'), 'old');
  await mkdir(join(dir, 'folder'));
  const path = join(dir, name);
  await expect(writeFileWhole(path, 'new')).rejects.toMatchObject({
    code: 'file_unwritable',
    message: `${path} can't be written: ${problem}.`,
  });
  expect(await readdir(dir)).toEqual(['file', 'folder']);
  expect(await readFile(join(dir, 'file'), 'utf8')).toBe('old');
});

describe('assertWritable', () => {
  it.each([
    ['below a file', 'file/other', 'a part of its path is a file'],
    ['deep below a file', 'file/a/b/other', 'a part of its path is a file'],
    ['in the place of a folder', 'folder', 'there is a folder of that name'],
  ])('sees beforehand that nothing can be written %s', async (_, name, problem) => {
    await writeFile(join(dir, 'file'), 'old');
    await mkdir(join(dir, 'folder'));
    const message = `${join(dir, name)} can't be written: ${problem}.`;
    await expect(assertWritable(join(dir, name))).rejects.toMatchObject({ code: 'file_unwritable', message });
  });

  it('accepts a file that is there, a new one, and one in folders that will be made', async () => {
    await writeFile(join(dir, 'file'), 'old');
    for (const name of ['file', 'new', 'a/b/new']) await assertWritable(join(dir, name));
    expect(await readdir(dir)).toEqual(['file']);
  });
});
