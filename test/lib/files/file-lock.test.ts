import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnsafeError } from '../../../src/lib/errors.ts';
import { inspectLock, type LockHolder, withFileLock } from '../../../src/lib/files/file-lock.ts';

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

it('takes over from a process of this host that no longer exists', async () => {
  const path = join(dir, 'lock');
  await writeFile(path, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
  expect(await withFileLock(path, holder, async () => 'ran')).toBe('ran');
});

it('does not take over from another host while it shows signs of life', async () => {
  const path = join(dir, 'lock');
  await writeFile(path, JSON.stringify({ ...holder, pid: 2 ** 22 + 1, host: 'elsewhere' }));
  await expect(withFileLock(path, holder, async () => 'ran')).rejects.toThrow('on elsewhere');
});

it('takes over what nobody touched for a quarter of an hour: its number may belong to another process by now', async () => {
  const path = join(dir, 'lock');
  for (const host of ['here', 'elsewhere']) {
    await writeFile(path, JSON.stringify({ ...holder, host, startedAt: '2025-01-01T00:00:00Z' }));
    await age(path, 16 * 60);
    expect(await withFileLock(path, holder, async () => 'ran')).toBe('ran');
  }
});

it('waits for a lock that its writer has not filled yet', async () => {
  const path = join(dir, 'lock');
  await writeFile(path, '');
  const second = withFileLock(path, holder, async () => 'ran');
  await wait(100);
  await writeFile(path, JSON.stringify({ ...holder, startedAt: 'now' }));
  await expect(second).rejects.toThrow('is at work in this campaign');
});

it('takes over a lock that its writer did not fill in time', async () => {
  const path = join(dir, 'lock');
  await writeFile(path, '');
  await age(path, 9.8);
  expect(await withFileLock(path, holder, async () => 'ran')).toBe('ran');
});

it('leaves the lock of another one that took over meanwhile', async () => {
  const path = join(dir, 'lock');
  const other = { ...holder, pid: process.pid + 1 };
  await withFileLock(path, holder, () => writeFile(path, JSON.stringify(other)));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(other);
});

it('admits only one of many who find a stale lock at the same moment', async () => {
  const path = join(dir, 'lock');
  let inside = 0;
  let most = 0;
  const enter = async (): Promise<string> => {
    most = Math.max(most, (inside += 1));
    await readFile(path, 'utf8');
    inside -= 1;
    return 'ran';
  };
  for (let round = 0; round < 50; round += 1) {
    await writeFile(path, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => withFileLock(path, { ...holder, startedAt: `${index}` }, enter)),
    );
    expect(tries.some(({ status }) => status === 'fulfilled')).toBe(true);
  }
  expect(most).toBe(1);
});

it('shows who holds it, and whether that process still exists', async () => {
  const path = join(dir, 'lock');
  expect(await inspectLock(path, 'here')).toBeNull();
  await writeFile(path, JSON.stringify(holder));
  expect(await inspectLock(path, 'here')).toEqual({ holder, stale: false });
  await writeFile(path, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
  expect(await inspectLock(path, 'here')).toMatchObject({ stale: true });
});

async function age(path: string, seconds: number): Promise<void> {
  const then = new Date(Date.now() - seconds * 1000);
  await utimes(path, then, then);
}

it.each([
  ['a folder', (path: string) => mkdir(path), 'it is a folder'],
  ['a link to itself', (path: string) => symlink('lock', path), 'its links lead in a circle'],
])('an unreadable lock is held, not free: %s', async (_, make, reason) => {
  const path = join(dir, 'lock');
  await make(path);
  await expect(withFileLock(path, holder, async () => 'ran')).rejects.toMatchObject({
    code: 'campaign_lock_unreadable',
    message: `Another prank may be at work in this campaign: its lock ${path} can't be read (${reason}).`,
  });
  await expect(inspectLock(path, 'here')).rejects.toThrow(UnsafeError);
  expect(await readdir(dir)).toEqual(['lock']);
});

it("keeps the result of the work if the lock can't be read at the end", async () => {
  const path = join(dir, 'lock');
  const work = async (): Promise<string> => {
    await rm(path);
    await mkdir(path);
    return 'ran';
  };
  expect(await withFileLock(path, holder, work)).toBe('ran');
  expect(await readdir(dir)).toEqual(['lock']);
});
