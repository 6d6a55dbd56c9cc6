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

it('finds a running server', async () => {
  const serving = { url: 'http://127.0.0.1:6900', pid: process.pid };
  await announceServing(db, serving);
  expect(await findServing(db)).toEqual(serving);
  await withdrawServing(db);
  expect(await findServing(db)).toBeNull();
});

it.each(['', '{', '{"url": 1}'])('ignores what is not such a file: %j', async (text) => {
  await writeFile(`${db}.serving`, text);
  expect(await findServing(db)).toBeNull();
});

it('does not treat an unreadable one as missing', async () => {
  await mkdir(`${db}.serving`);
  await expect(findServing(db)).rejects.toMatchObject({ code: 'file_unreadable' });
});
