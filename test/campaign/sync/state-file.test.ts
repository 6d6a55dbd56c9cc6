import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSyncState, writeSyncState } from '../../../src/campaign/sync/state.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  path = join(dir, 'sync.json');
});
afterEach(() => rm(dir, { recursive: true }));

const state = {
  fingerprint: 'f',
  fullPullAt: '2026-01-01T00:00:00Z',
  lastActivityAt: '2026-01-01T00:00:00',
  updatedAt: '2026-01-01T00:00:00',
  total: 1,
  raters: 1,
  unmatched: 0,
  mismatched: 0,
  held: 2,
  releaseDueAt: null,
  drift: [],
};

it('reads back what it wrote', async () => {
  expect(await readSyncState(path)).toBeNull();
  await writeSyncState(path, state);
  expect(await readSyncState(path)).toEqual(state);
});

it.each(['', '{', '{"fingerprint": 1}'])('ignores a damaged one, which only saves work: %j', async (text) => {
  await writeFile(path, text);
  expect(await readSyncState(path)).toBeNull();
});

it('does not treat an unreadable one as missing', async () => {
  await mkdir(path);
  await expect(readSyncState(path)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: `${path} can't be read: it is a folder.`,
  });
});
