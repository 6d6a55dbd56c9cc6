import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRandom } from '../../src/rank/forecast/random.ts';
import { removeFolder } from '../support/campaign-folder.ts';
import { Crowd } from '../support/crowd.ts';
import { findRealArgilla, realArgillaRunner } from '../support/hub/runners/real-argilla-runner.ts';
import { readRows } from '../support/read-rows.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';

const dataset = 'organizer/rating-ranked';
const prompts = Array.from({ length: 70 }, (_, index) => `Prompt ${index}: say "why", <b>not</b> how; step ${index}`);
const design = { days: 3, syncsADay: 4, answersASync: 8, overlap: 2, wave: 12, raters: 10 };

let campaign: SpaceCampaign;

beforeAll(async () => {
  campaign = await startSpaceCampaign({ hub: { spaceRunner: realArgillaRunner(findRealArgilla()) }, prompts });
  const path = join(campaign.dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  const { overlap, wave } = design;
  const publish = { license: 'cc-by-4.0', dataset, backup: 'organizer/rating-backup', auto: true, every: 'sync' };
  await writeFile(path, JSON.stringify({ ...config, task: { overlap, wave }, publish }));
  await campaign.prank(['build']);
  await campaign.prank(['deploy', '--yes']);
  await appendFile(join(campaign.dir, '.env'), `PRANK_PSEUDONYM_KEY=${'ab'.repeat(32)}\n`);
  await campaign.prank(['sync']);
});
afterAll(() => campaign.close());

it('three days of a campaign run by a scheduler from fresh clones, with faults and a lost server', async () => {
  const random = makeRandom(11, 0, 'answers');
  const crowd = new Crowd('rating', random);
  await crowd.join(await campaign.owner(), design.raters);
  const rounds = design.days * design.syncsADay;
  for (let round = 1; round <= rounds; round += 1) {
    await crowd.look(await campaign.owner());
    await crowd.rate(design.answersASync, design.overlap, () => {});
    const storm = round % 5 === 0 ? campaign.hub.storm({ seed: round, share: 0.2, spaces: true }) : null;
    const run = await syncInClone();
    storm?.stop();
    expect(storm === null ? [0] : [0, 4, 5, 6], run.stderr).toContain(run.exitCode);
    if (round === rounds / 2) await loseServer();
  }
  expect(await syncInClone()).toMatchObject({ exitCode: 0 });
  const { stdout } = await syncInClone();
  campaign.hub.clearRequests();
  const last = await syncInClone();
  expect(last.stdout, `${stdout}\n${last.stderr}`).toContain('Unchanged.');
  expect(campaign.hub.requests.length).toBeLessThanOrEqual(6);

  const expected = [...crowd.given].map(([key, value]) => `${key.split(' ')[0]} ${value}`).toSorted();
  expect(await readReleased()).toEqual(expected);
  expect(crowd.given.size).toBeGreaterThan(60);
  expect(crowd.turnedAway).toBe(0);
  expect(campaign.hub.unknown).toEqual([]);
  expect(campaign.hub.leaks).toEqual([]);
});

/** Like a CI job: only the committed files and the secrets are there. */
async function syncInClone(): Promise<PrankRun> {
  const clone = await mkdtemp(join(tmpdir(), 'prank-clone-'));
  try {
    for (const name of ['prank.yaml', 'prank.lock.json']) await copyFile(join(campaign.dir, name), join(clone, name));
    const { ARGILLA_API_KEY = '', PRANK_PSEUDONYM_KEY = '' } = await campaign.readEnv();
    const env = { HF_ENDPOINT: campaign.hub.url, HF_TOKEN: 'hf_organizer', ARGILLA_API_KEY, PRANK_PSEUDONYM_KEY };
    return await runPrank(['sync'], { cwd: clone, env });
  } finally {
    await removeFolder(clone);
  }
}

/** Everything acknowledged is synced before the loss, because nobody can bring back what was never pulled. */
async function loseServer(): Promise<void> {
  await campaign.prank(['sync']);
  await campaign.hub.space(campaign.space).wipe();
  const stopped = await syncInClone();
  expect(stopped, stopped.stderr).toMatchObject({ exitCode: 5 });
  expect(stopped.stderr).toContain('prank restore');
  await campaign.prank(['restore', '--yes']);
}

/** Every answer in the newest release, as often as it occurs. */
async function readReleased(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'prank-'));
  try {
    const path = join(folder, 'ratings.parquet');
    await writeFile(path, campaign.hub.repo('dataset', dataset).read('ratings/train-00000-of-00001.parquet'));
    return (await readRows(path)).map((row) => `${String(row['prompt_id'])} ${Number(row['value'])}`).toSorted();
  } finally {
    await rm(folder, { recursive: true });
  }
}
