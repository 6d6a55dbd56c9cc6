import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { campaignPaths } from '../../src/folder/campaign-paths.ts';
import { readLastDataset, writeLastDataset } from '../../src/folder/last-dataset.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

const first = { datasetId: 'a', at: '2026-01-01T00:00:00.000Z' };

it('is read as it was written last', async () => {
  expect(await readLastDataset(dir)).toBeNull();
  await writeLastDataset(dir, first);
  expect(await readLastDataset(dir)).toEqual(first);
  const later = { datasetId: 'b', at: '2026-01-02T00:00:00.000Z' };
  await writeLastDataset(dir, later);
  expect(await readLastDataset(dir)).toEqual(later);
});

it.each([
  ['cut short', (text: string) => text.slice(0, -10)],
  ['with another id under the same checksum', (text: string) => text.replace('"a"', '"b"')],
  ['empty', () => ''],
])('counts as missing if it is %s', async (_, damage) => {
  await writeLastDataset(dir, first);
  const path = campaignPaths.lastDataset(dir);
  await writeFile(path, damage(await readFile(path, 'utf8')));
  expect(await readLastDataset(dir)).toBeNull();
});
