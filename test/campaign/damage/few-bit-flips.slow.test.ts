import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLoaded } from '../../../src/campaign/open.ts';
import { campaignPaths } from '../../../src/folder/campaign-paths.ts';
import { listLogFiles } from '../../../src/ratings/log-folder.ts';
import type { EmbeddedCampaign } from '../../support/embedded-campaign.ts';
import { listOwnFiles, startWrittenCampaign, tryFlip } from './bit-flips.ts';

let test: EmbeddedCampaign;
beforeAll(async () => {
  test = await startWrittenCampaign();
});
afterAll(() => test.close());

it('a flipped bit was read as other data, all the way into a release', async () => {
  const paths = await listOwnFiles(test.campaign.dir);
  expect(paths.map((path) => path.replace(/-[0-9a-f]{64}/u, '-HASH'))).toEqual([
    '.prank/cache/charts/key.chart',
    '.prank/dataset.json',
    '.prank/manifest.json',
    '.prank/prompts.parquet',
    '.prank/ratings/000001-HASH.parquet',
    '.prank/ratings/000002-HASH.parquet',
    '.prank/ratings/state.json',
    '.prank/sync.json',
    'prank.lock.json',
  ]);
  for (const path of paths) {
    const { length } = await readFile(join(test.campaign.dir, path));
    const positions = [0, 1, 2, 3, 4, 5].map((part) => Math.floor(((part + 0.37) * length) / 6));
    const found = [];
    for (const position of positions) found.push(await tryFlip(test, path, { position, bit: position % 8 }));
    expect(found, path).toContain('detected');
    // In JSON, only the name of the checksum is harmless.
    expect(path.endsWith('.parquet') && found.includes('harmless'), path).toBe(false);
  }
});

it('a deleted file of the log is missed, until a pull has read its answers again', async () => {
  const dir = campaignPaths.ratings(test.campaign.dir);
  const [first = ''] = await listLogFiles(dir);
  const before = await test.readLog();
  await rm(join(dir, first));
  const open = openLoaded(test.campaign.written, { env: {} });
  await expect(open.log.read()).rejects.toMatchObject({
    code: 'ratings_log_incomplete',
    exitCode: 5,
    message: `${join(dir, first)} of the ratings log is missing since the last pull.`,
    hint: expect.stringContaining('prank pull --full'),
  });
  expect(await test.pull({ full: true })).toMatchObject({ total: 2 });
  expect(test.events).toContainEqual({ type: 'warning', text: expect.stringContaining(first) });
  const values = (await openLoaded(test.campaign.written, { env: {} }).log.read()).map(({ value }) => value);
  expect(new Set(values)).toEqual(new Set(before.map(({ value }) => value)));
});
