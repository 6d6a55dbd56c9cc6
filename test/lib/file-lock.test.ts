import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnsafeError } from '../../src/lib/errors.ts';
import { type LockHolder, withFileLock } from '../../src/lib/file-lock.ts';

let dir: string;
const holder: LockHolder = { pid: process.pid, host: 'here', command: 'push', startedAt: '2026-01-01T00:00:00Z' };

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('names the holder while the work goes on and is gone afterwards', async () => {
  const path = join(dir, 'deep', 'lock');
  const seen = await withFileLock(path, holder, () => readFile(path, 'utf8'));
  expect(JSON.parse(seen)).toEqual(holder);
  expect(await readdir(dir)).toEqual([]);
});

it('is gone after a failure, too', async () => {
  const path = join(dir, 'lock');
  await expect(withFileLock(path, holder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await readdir(dir)).toEqual([]);
});

it('stops a second one and says who is at work', async () => {
  const path = join(dir, 'lock');
  const second = withFileLock(path, holder, () =>
    withFileLock(path, { ...holder, command: 'pull' }, async () => 'ran'),
  );
  await expect(second).rejects.toThrow(UnsafeError);
  await expect(second).rejects.toThrow(`\`prank push\` is at work in this campaign since 2026-01-01T00:00:00Z`);
});

it('takes over from a process of this host that is gone', async () => {
  const path = join(dir, 'lock');
  await writeFile(path, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
  expect(await withFileLock(path, holder, async () => 'ran')).toBe('ran');
});

it('never takes over from another host', async () => {
  const path = join(dir, 'lock');
  await writeFile(path, JSON.stringify({ ...holder, pid: 2 ** 22 + 1, host: 'elsewhere' }));
  await expect(withFileLock(path, holder, async () => 'ran')).rejects.toThrow('on elsewhere');
});

it('takes over a lock that its writer did not finish', async () => {
  const path = join(dir, 'lock');
  await writeFile(path, '');
  expect(await withFileLock(path, holder, async () => 'ran')).toBe('ran');
});
