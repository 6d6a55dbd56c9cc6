import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';

const dataset = 'organizer/rating-ranked';
const backup = 'organizer/rating-backup';
const day = 86_400_000;

let campaign: SpaceCampaign;
let raters: TestRater[];
/** The time on the Hub, by which commits are dated. */
let hubTime: number;

beforeEach(async () => {
  hubTime = Date.now();
  campaign = await startSpaceCampaign({ hub: { clock: () => hubTime } });
  await configure({});
  await campaign.prank(['build']);
  await campaign.prank(['deploy', '--yes']);
  const owner = await campaign.owner();
  raters = await makeRaters(owner, (await findDeployed(owner, 'rating')).workspaceId, 3);
  await campaign.prank(['sync']);
});
afterEach(() => campaign.close());

async function configure(publish: Record<string, unknown>): Promise<void> {
  const path = join(campaign.dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(
    path,
    JSON.stringify({ ...config, task: { overlap: 3 }, publish: { license: 'cc-by-4.0', dataset, backup, ...publish } }),
  );
}

/** One rater answers every prompt. */
async function answer(rater: TestRater | undefined): Promise<void> {
  const owner = await campaign.owner();
  for (const { id } of await readAllRecords(owner, (await findDeployed(owner, 'rating')).datasetId)) {
    await rater?.calls.post(`/records/${id}/responses`, { status: 'submitted', values: { quality: { value: 4 } } });
  }
}

const tags = () => Object.keys(campaign.hub.repo('dataset', dataset).tags);

describe('the first release', () => {
  it('is made by a person: sync only prepares it, and says how', async () => {
    await answer(raters[0]);
    const run = await campaign.run(['sync']);
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain('Nothing is public yet');
    expect(run.stdout).toContain('prank publish');
    expect(campaign.hub.hasRepo('dataset', dataset)).toBe(false);
    await expect(stat(join(campaign.dir, '.prank', 'release', 'README.md'))).resolves.toBeDefined();
    expect(await campaign.prank(['sync'])).toMatchObject({ changed: false });

    expect(await campaign.prank(['publish', '--yes'])).toMatchObject({ tag: 'v1', held: null });
    expect(tags()).toEqual(['v1']);
  });

  it('is made by sync if prank.yaml says so', async () => {
    await configure({ auto: true });
    await answer(raters[0]);
    expect(await campaign.prank(['sync'])).toMatchObject({ publish: { tag: 'v1', held: null } });
  });

  it('is private if prank.yaml says so', async () => {
    await configure({ visibility: 'private' });
    await answer(raters[0]);
    await campaign.prank(['pull']);
    expect(await campaign.prank(['publish', '--yes'])).toMatchObject({ tag: 'v1' });
    expect(campaign.hub.repo('dataset', dataset).visibility).toBe('private');
  });
});

/** Publishes a first release that is this old, and then somebody answers. */
async function publishFirst(ageMs: number): Promise<void> {
  await answer(raters[0]);
  await campaign.prank(['pull']);
  hubTime = Date.now() - ageMs;
  expect(await campaign.prank(['publish', '--yes'])).toMatchObject({ tag: 'v1' });
  hubTime = Date.now();
  await answer(raters[1]);
}

describe('later releases', () => {
  it('come at most once a day by sync, which says when the next one is due', async () => {
    await publishFirst(day / 2);
    const held = await campaign.run(['sync']);
    expect(held.stdout).toMatch(/the next release is due at \d{4}-\d\d-\d\d \d\d:\d\d UTC/u);
    expect(tags()).toEqual(['v1']);
    expect(await campaign.prank(['sync'])).toMatchObject({ changed: false, publish: null });
    // A person may publish at any time.
    expect(await campaign.prank(['publish'])).toMatchObject({ tag: 'v2' });
  });

  it('come by themselves after a day', async () => {
    await publishFirst(day + 60_000);
    expect(await campaign.prank(['sync'])).toMatchObject({ publish: { tag: 'v2', held: null } });
  });

  it.each([
    ['sync', 60_000, 'v2'],
    ['2h', day / 8, 'v2'],
    ['2h', day / 24, null],
    ['7d', 6 * day, null],
  ])('come as often as prank.yaml says: every %s, %i ms after the last', async (every, ageMs, tag) => {
    await configure({ every });
    await publishFirst(ageMs);
    expect(await campaign.prank(['sync'])).toMatchObject({ publish: { tag } });
  });
});

describe('a trial before the first release', () => {
  it('is left out in one step, and its raters can answer again', async () => {
    await answer(raters[0]);
    await answer(raters[1]);
    await campaign.prank(['sync']);
    expect(await campaign.prank(['forget', '--all-trial', '--dry-run'])).toMatchObject({ responses: 6 });
    const refused = await campaign.run(['forget', '--all-trial']);
    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain('prank forget --all-trial --yes');
    expect(await campaign.prank(['status', '--no-forecast'])).toMatchObject({ responses: 6 });

    const done = await campaign.run(['forget', '--all-trial', '--yes']);
    expect(done.stdout).toContain('Deleted 6 answers of 2 raters. Everybody can answer again');
    expect(await campaign.prank(['status', '--no-forecast'])).toMatchObject({ responses: 0 });
    await answer(raters[0]);
    expect(await campaign.prank(['sync'])).toMatchObject({ pull: { new: 3, total: 3 } });
    expect(await campaign.prank(['publish', '--yes'])).toMatchObject({ rows: 3, tag: 'v1' });
  });

  it('can be left out only before it', async () => {
    await answer(raters[0]);
    await campaign.prank(['pull']);
    await campaign.prank(['publish', '--yes']);
    const run = await campaign.run(['forget', '--all-trial', '--yes']);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain('no trial answers any more');
    expect((await campaign.run(['forget'])).exitCode).toBe(2);
    expect((await campaign.run(['forget', 'ada', '--all-trial'])).exitCode).toBe(2);
  });
});
