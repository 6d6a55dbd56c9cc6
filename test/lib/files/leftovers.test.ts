import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listLeftovers, removeLeftovers } from '../../../src/lib/files/leftovers.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('lists what killed writes left an hour ago, and nothing newer or with another name', async () => {
  const names = ['.tmp-0123456789ab', '.tmp-ba9876543210', '.tmp-0123', 'prank.yaml'];
  for (const name of names) await writeFile(join(dir, name), '');
  for (const name of names.filter((one) => one !== '.tmp-ba9876543210')) await utimes(join(dir, name), 1000, 1000);
  const left = await listLeftovers([dir, join(dir, 'none')], Date.now());
  expect(left).toEqual([join(dir, '.tmp-0123456789ab')]);
  await removeLeftovers(left);
  expect(await listLeftovers([dir], Date.now())).toEqual([]);
});

it('does not treat an unreadable folder as empty', async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(listLeftovers([join(dir, 'file')], Date.now())).rejects.toMatchObject({ code: 'ENOTDIR' });
});
