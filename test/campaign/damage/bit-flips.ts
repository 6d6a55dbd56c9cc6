import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { buildFiles } from '../../../src/build/build-files.ts';
import { buildPrompts } from '../../../src/build/build-prompts.ts';
import { findLock } from '../../../src/build/lock/lock.ts';
import { readManifest } from '../../../src/build/manifest.ts';
import { openLoaded } from '../../../src/campaign/open.ts';
import { readSyncState, writeSyncState } from '../../../src/campaign/sync/state.ts';
import { campaignPaths } from '../../../src/folder/campaign-paths.ts';
import { readLastDataset } from '../../../src/folder/last-dataset.ts';
import { PrankError } from '../../../src/lib/errors.ts';
import { openChartCache } from '../../../src/release/charts/chart-cache.ts';
import { lenient } from '../../support/build-settings.ts';
import { type EmbeddedCampaign, startEmbeddedCampaign } from '../../support/embedded-campaign.ts';
import { jsonl, source } from '../../build/campaign-folder.ts';

/** Files that people write, and the database of the embedded server. */
const notOurs = /^(?:prompts\.jsonl|\.env|local\.db.*)$/u;
const chart = { svg: '<svg/>', png: Buffer.from('a picture') };

/** A campaign with every file that prank writes into its folder and reads again, from two pulls. */
export async function startWrittenCampaign(): Promise<EmbeddedCampaign> {
  const test = await startEmbeddedCampaign();
  const { dir } = test.campaign;
  const prompts = ['one', 'two', 'three'].map((prompt) => ({ prompt: `${prompt} whole sentence` }));
  await writeFile(join(dir, 'prompts.jsonl'), jsonl(prompts));
  await buildPrompts({ sources: [source('prompts.jsonl')], settings: lenient, seed: 1, dir }, () => {});
  await test.push(await test.campaign.readPrompts());
  for (const value of [4, 5]) {
    const rater = await test.makeRater();
    const [record] = await test.records();
    await rater.calls.post(`/records/${record?.id}/responses`, {
      status: 'submitted',
      values: { quality: { value } },
    });
    await test.pull();
  }
  const time = '2026-01-01T00:00:00Z';
  const sync = {
    fingerprint: 'f',
    fullPullAt: time,
    lastActivityAt: time,
    updatedAt: time,
    total: 2,
    raters: 2,
    unmatched: 0,
    mismatched: 0,
    held: 2,
    releaseDueAt: null,
    drift: [],
  };
  await writeSyncState(campaignPaths.syncState(dir), sync);
  await openChartCache(campaignPaths.charts(dir), { readOnly: false }).write('key', chart);
  return test;
}

/** Paths of the files to flip bits in, relative to the campaign's folder. */
export async function listOwnFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files
    .map((path) => relative(dir, path))
    .filter((path) => !notOurs.test(path))
    .toSorted();
}

/** Everything that prank reads from the folder, as a new process would read it. */
async function readAll(dir: string, config: EmbeddedCampaign['campaign']['written']): Promise<unknown> {
  const campaign = openLoaded(config, { env: {} });
  return {
    prompts: await campaign.readPrompts(),
    log: await campaign.log.read(),
    state: await campaign.log.readState(),
    manifest: await readManifest(campaignPaths.manifest(dir)),
    lock: await findLock(buildFiles(dir).lock),
  };
}

/** What only saves work: damage makes it count as missing. */
async function readCaches(dir: string): Promise<unknown[]> {
  return [
    await readSyncState(campaignPaths.syncState(dir)),
    await readLastDataset(dir),
    await openChartCache(campaignPaths.charts(dir), { readOnly: true }).read('key'),
  ];
}

/** Flips one bit and expects an error of prank's own, or the very same data. Returns which. */
export async function tryFlip(
  { campaign }: EmbeddedCampaign,
  path: string,
  { position, bit }: { position: number; bit: number },
): Promise<'detected' | 'harmless'> {
  const file = join(campaign.dir, path);
  const whole = await readFile(file);
  const caches = await readCaches(campaign.dir);
  const expected = await readAll(campaign.dir, campaign.written);
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(position) ^ (1 << bit), position);
  await writeFile(file, flipped);
  try {
    const place = `${path}, byte ${position}, bit ${bit}`;
    const found: unknown = await readAll(campaign.dir, campaign.written).catch((error: unknown) => error);
    const foundCaches = await readCaches(campaign.dir);
    const isCacheRefused = foundCaches.some((value, index) => value === null && caches[index] !== null);
    for (const [index, value] of foundCaches.entries()) {
      if (value !== null) expect(value, place).toEqual(caches[index]);
    }
    if (found instanceof PrankError) {
      expect(found.message, place).toContain(path.split('/').at(-1));
      expect(found.hint, place).not.toBe('');
      return 'detected';
    }
    expect(isDeepStrictEqual(found, expected), place).toBe(true);
    return isCacheRefused ? 'detected' : 'harmless';
  } finally {
    await writeFile(file, whole);
  }
}
