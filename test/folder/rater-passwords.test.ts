import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { campaignPaths } from '../../src/folder/campaign-paths.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRaterPasswords, removeRaterPassword, writeRaterPasswords } from '../../src/folder/rater-passwords.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  path = campaignPaths.raterPasswords(dir);
  await mkdir(join(dir, '.prank'));
});
afterEach(() => rm(dir, { recursive: true }));

it('reads back what it wrote, and nothing if there is no file', async () => {
  expect(await readRaterPasswords(dir)).toEqual(new Map());
  const passwords = new Map([
    ['ada', 'secret-1'],
    ['bob "the" builder, ☃', 'secret-2'],
  ]);
  await writeRaterPasswords(dir, passwords);
  expect(await readRaterPasswords(dir)).toEqual(passwords);
  await removeRaterPassword(dir, 'ada');
  expect([...(await readRaterPasswords(dir)).keys()]).toEqual(['bob "the" builder, ☃']);
});

it('passwords that could not be read counted as none and were overwritten', async () => {
  await symlink('raters.csv', path);
  await expect(readRaterPasswords(dir)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: `${path} can't be read: its links lead in a circle.`,
  });
  await expect(removeRaterPassword(dir, 'ada')).rejects.toMatchObject({ code: 'file_unreadable' });
});

it.each([
  ['without its first line', 'ada,secret\nbob,secret\n'],
  ['with a row of another length', 'username,password\nada,secret\nbob\n'],
  ['with a quote that is never closed', 'username,password\n"ada,secret\n'],
  ['with conflict markers', '<<<<<<< HEAD\nusername,password\n'],
])('stops at a list %s and leaves it', async (_, text) => {
  await writeFile(path, text);
  await expect(removeRaterPassword(dir, 'ada')).rejects.toMatchObject({ code: 'passwords_damaged' });
  expect(await readFile(path, 'utf8')).toBe(text);
});
