import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { announceServing, findServing, withdrawServing } from '../../src/local/serving-file.ts';

let dir: string;
let db: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  db = join(dir, 'local.db');
});
afterEach(() => rm(dir, { recursive: true }));

it('finds a server that is up', async () => {
  const serving = { url: 'http://127.0.0.1:6900', pid: process.pid };
  await announceServing(db, serving);
  expect(await findServing(db)).toEqual(serving);
  await withdrawServing(db);
  expect(await findServing(db)).toBeNull();
});

it.each(['', '{', '{"url": 1}'])('passes over what is no such file: %j', async (text) => {
  await writeFile(`${db}.serving`, text);
  expect(await findServing(db)).toBeNull();
});

it('does not take one that can not be read for none', async () => {
  await mkdir(`${db}.serving`);
  await expect(findServing(db)).rejects.toMatchObject({ code: 'file_unreadable' });
});
