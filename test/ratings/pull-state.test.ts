import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnsafeError } from '../../src/lib/errors.ts';
import { type PullState, readPullState, writePullState } from '../../src/ratings/pull-state.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  path = join(dir, 'state.json');
});
afterEach(() => rm(dir, { recursive: true }));

const state: PullState = {
  at: '2026-01-01T00:00:00Z',
  datasetId: 'd',
  lastActivityAt: '2026-01-01T00:00:00',
  updatedAt: '2026-01-01T00:00:00',
  events: 3,
  lost: 0,
  shown: ['a'],
  removed: ['b'],
  backup: null,
};

it('reads back what it wrote', async () => {
  expect(await readPullState(dir)).toBeNull();
  await writePullState(dir, state);
  expect(await readPullState(dir)).toEqual(state);
});

it.each(['', '{"at": "2026', '<<<<<<< HEAD\n{}\n', '{"at": "2026-01-01T00:00:00Z"}'])(
  'a damaged one counted as no pull, so that a server that went back was not noticed: %j',
  async (text) => {
    await writeFile(path, text);
    const error: unknown = await readPullState(dir).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnsafeError);
    expect(error).toMatchObject({ code: 'pull_state_damaged', hint: expect.stringContaining('prank pull --full') });
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

it('does not treat an unreadable one as missing', async () => {
  await mkdir(path);
  await expect(readPullState(dir)).rejects.toMatchObject({ code: 'file_unreadable' });
});
