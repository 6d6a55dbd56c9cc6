import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimServing, findServing } from '../../src/local/serving-file.ts';

let dir: string;
let db: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  db = join(dir, 'local.db');
});
afterEach(() => rm(dir, { recursive: true }));

const serving = { url: 'http://127.0.0.1:6900', pid: process.pid };

it('finds a running server, and lets no second one start', async () => {
  const claim = await claimServing(db);
  expect(await findServing(db)).toBeNull();
  await claim.announce(serving);
  expect(await findServing(db)).toEqual(serving);
  await expect(claimServing(db)).rejects.toMatchObject({
    code: 'already_serving',
    message: expect.stringContaining(serving.url),
  });
  await claim.release();
  expect(await findServing(db)).toBeNull();
});

it('starts again after a kill, even if a process has the number of the killed one', async () => {
  const lock = JSON.stringify(`${db}.serving-lock`);
  const script = `const lock = new (require('libsql'))(${lock}); lock.exec('BEGIN EXCLUSIVE'); console.log('locked'); setInterval(() => lock, 1000)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await writeFile(`${db}.serving`, JSON.stringify(serving));
  expect(await findServing(db)).toEqual(serving);
  await expect(claimServing(db)).rejects.toMatchObject({ code: 'already_serving' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await findServing(db)).toBeNull();
  await (await claimServing(db)).release();
});

it.each(['', '{', '{"url": 1}'])('ignores what is not such a file: %j', async (text) => {
  await writeFile(`${db}.serving`, text);
  expect(await findServing(db)).toBeNull();
});

it('does not treat an unreadable one as missing', async () => {
  await mkdir(`${db}.serving`);
  await expect(findServing(db)).rejects.toMatchObject({ code: 'file_unreadable' });
});
