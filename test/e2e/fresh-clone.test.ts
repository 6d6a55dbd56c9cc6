import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHubCalls } from '../support-hub/hub-calls.ts';
import { removeFolder } from '../support/campaign-folder.ts';
import { readTree } from '../support/read-tree.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';
import { actionsOf } from '../support/space-checks.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';

const dataset = 'organizer/rating-ranked';
const backup = 'organizer/rating-backup';
const guidelines = '# How to rate\n\nRate the prompt, not the answer that you imagine.\n';

let campaign: SpaceCampaign;
const clones: string[] = [];

beforeAll(async () => {
  campaign = await startSpaceCampaign();
  const path = join(campaign.dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  const task = { guidelines: 'guidelines.md', overlap: 3, wave: 'all' };
  const publish = { license: 'cc-by-4.0', dataset, backup, pseudonym_key: 'backup' };
  await writeFile(path, JSON.stringify({ ...config, task, publish }));
  await writeFile(join(campaign.dir, 'guidelines.md'), guidelines);
  for (const command of ['build', 'deploy', 'push']) await campaign.prank([command]);
  const owner = await campaign.owner();
  const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
  const records = await readAllRecords(owner, datasetId);
  for (const [index, rater] of (await makeRaters(owner, workspaceId, 2)).entries()) {
    for (const { id } of records) {
      const answer = { status: 'submitted', values: { quality: { value: 2 + index } } };
      expect((await rater.calls.post(`/records/${id}/responses`, answer)).status).toBe(201);
    }
  }
  await campaign.prank(['pull']);
  await campaign.prank(['publish']);
});
afterAll(async () => {
  await campaign.close();
  for (const dir of clones) await removeFolder(dir);
});

/** A folder with prank.yaml and nothing else. */
async function makeClone(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'prank-clone-'));
  clones.push(dir);
  await copyFile(join(campaign.dir, 'prank.yaml'), join(dir, 'prank.yaml'));
  return dir;
}

/** Runs a command with the token and nothing else. */
function run(dir: string, ...words: string[]): Promise<PrankRun> {
  return runPrank(words, { cwd: dir, env: { HF_ENDPOINT: campaign.hub.url, HF_TOKEN: 'hf_organizer' } });
}

async function succeed(dir: string, ...words: string[]): Promise<Record<string, unknown>> {
  const ran = await run(dir, ...words, '--json');
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ exitCode: 0 });
  return JSON.parse(ran.stdout).data;
}

async function readKey(dir: string): Promise<string | undefined> {
  return parseEnv(await readFile(join(dir, '.env'), 'utf8'))['PRANK_PSEUDONYM_KEY'];
}

const deleteSpace = (): Promise<unknown> =>
  createHubCalls(campaign.hub.url).send('DELETE', '/api/repos/delete', {
    type: 'space',
    name: 'rating',
    organization: 'organizer',
  });

describe('a fresh clone with only prank.yaml and the token, while the Space is lost', () => {
  let clone: string;

  it('plans the restore without asking for anything, and writes nothing', async () => {
    expect(await deleteSpace()).toMatchObject({ status: 200 });
    clone = await makeClone();
    campaign.hub.clearRequests();
    const plan = await succeed(clone, 'restore', '--dry-run');
    expect(plan).toMatchObject({ users: 2, records: 3, responses: 6 });
    const targets = actionsOf(plan);
    expect(targets).toContain('create Space organizer/rating');
    expect(targets).toContain('create records of rating/rating');
    expect(new Set(targets).size).toBe(targets.length);
    expect(await readTree(clone)).toEqual(['prank.yaml']);
    expect(campaign.hub.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('restores what the plan said, and gets its guidelines back', async () => {
    const ran = await run(clone, 'restore', '--yes', '--json');
    expect(ran, ran.stderr).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(ran.stdout).data).toMatchObject({ users: 2, records: 3, responses: 6 });
    expect(ran.stderr).toContain('guidelines.md was missing; its text came from the backup');
    expect(await readFile(join(clone, 'guidelines.md'), 'utf8')).toBe(guidelines);
  });

  it('goes on with sync, under the same pseudonyms', async () => {
    const before = campaign.hub.repo('dataset', dataset).head;
    const { publish } = await succeed(clone, 'sync');
    expect(publish).toMatchObject({ changed: false });
    expect(campaign.hub.repo('dataset', dataset).head).toBe(before);
    expect(await readKey(clone)).toBe(await readKey(campaign.dir));
    expect(await succeed(clone, 'sync')).toMatchObject({ changed: false });
  });
});

describe('guidelines that are missing', () => {
  it('are reported as before if the backup has none either, and name what else is wrong', async () => {
    const clone = await makeClone();
    const path = join(clone, 'prank.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace(backup, 'organizer/other'));
    const ran = await run(clone, 'status');
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('is `guidelines.md`, which is neither here nor in the backup organizer/other');
  });

  it('ask for the token first if there is none', async () => {
    const clone = await makeClone();
    const ran = await runPrank(['restore', '--dry-run'], { cwd: clone, env: { HF_ENDPOINT: campaign.hub.url } });
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toMatch(
      /guidelines\.md is not here, and its text in the backup can't be read: No Hugging Face token/u,
    );
    expect(ran.stderr).toContain('hf auth login');
  });
});
