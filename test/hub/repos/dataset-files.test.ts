import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatasetFiles } from '../../../src/hub/repos/dataset-files.ts';

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(cacheDir, { recursive: true }));

const openHub = (): Promise<never> => Promise.reject(new Error('the Hub was asked'));

it('does not treat an unreadable file of the cache as missing', async () => {
  const files = openDatasetFiles({ openHub, cacheDir });
  expect(await files.findHere('o/n', 'c', 'a.jsonl')).toBeNull();
  const snapshot = join(cacheDir, 'datasets--o--n', 'snapshots', 'c');
  await mkdir(snapshot, { recursive: true });
  await symlink('nowhere', join(snapshot, 'a.jsonl'));
  expect(await files.findHere('o/n', 'c', 'a.jsonl')).toBeNull();
  await symlink('b.jsonl', join(snapshot, 'b.jsonl'));
  await expect(files.findHere('o/n', 'c', 'b.jsonl')).rejects.toMatchObject({ code: 'ELOOP' });
});
