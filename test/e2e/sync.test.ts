import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder } from '../support/campaign-folder.ts';
import { runJson, runPrank } from '../support/run-prank.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';

const dataset = 'organizer/rating-ranked';
const backup = 'organizer/rating-backup';
/** Each of these would do harm in a CI job's log. */
const hostile = ['::error::not yours', 'see ##[add-mask]nothing', 'a\n::stop-commands::x\nb', '# | a | <b>bold</b>'];
const prompts = [...hostile, ...Array.from({ length: 8 }, (_, index) => `Prompt number ${index} of the round`)];

let campaign: SpaceCampaign;
let raters: TestRater[];

beforeAll(async () => {
  campaign = await startSpaceCampaign({ prompts });
  const path = join(campaign.dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  const publish = { license: 'cc-by-4.0', dataset, backup, auto: true, every: 'sync' };
  await writeFile(path, JSON.stringify({ ...config, task: { overlap: 2, wave: 6 }, publish }));
  await campaign.prank(['build']);
  await campaign.prank(['deploy', '--yes']);
  const owner = await campaign.owner();
  raters = await makeRaters(owner, (await findDeployed(owner, 'rating')).workspaceId, 2);
});
afterAll(async () => {
  expect(campaign.hub.unknown).toEqual([]);
  expect(campaign.hub.leaks).toEqual([]);
  await campaign.close();
});

/** Every rater answers everything that is live and not yet answered. */
async function answerAll(): Promise<number> {
  const owner = await campaign.owner();
  const { datasetId } = await findDeployed(owner, 'rating');
  let given = 0;
  for (const record of await readAllRecords(owner, datasetId)) {
    for (const rater of raters) {
      const body = { status: 'submitted', values: { quality: { value: 1 + (given % 5) } } };
      const { status } = await rater.calls.post(`/records/${record.id}/responses`, body);
      given += status === 201 ? 1 : 0;
    }
  }
  return given;
}

async function countRequests(work: () => Promise<unknown>): Promise<number> {
  campaign.hub.clearRequests();
  await work();
  return campaign.hub.requests.length;
}

async function settle(): Promise<void> {
  for (let rounds = 1; rounds < 6; rounds += 1) if ((await campaign.prank(['sync']))['changed'] === false) return;
  throw new Error('it never settled');
}

describe('prank sync', () => {
  it('begins with the first wave, and says what it did', async () => {
    const run = await campaign.run(['sync']);
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain('Changed.');
    expect(run.stdout).toContain('6 added');
    expect(run.stdout).not.toContain('release');
  });

  it('continues after people answered: next wave, backup and release', async () => {
    expect(await answerAll()).toBe(12);
    const data = await campaign.prank(['sync']);
    expect(data).toMatchObject({
      changed: true,
      pull: { new: 12, backup: expect.any(String) },
      push: { added: 6 },
      publish: { tag: 'v1' },
    });
  });

  it('says "Unchanged" after at most six calls', async () => {
    await settle();
    const calls = await countRequests(async () => {
      const run = await campaign.run(['sync']);
      expect(run, run.stderr).toMatchObject({ exitCode: 0 });
      expect(run.stdout).toContain('Unchanged.');
    });
    expect(calls).toBeLessThanOrEqual(6);
  });

  it('does the same from a fresh clone with only prank.yaml and the secrets', async () => {
    await settle();
    const clone = await mkdtemp(join(tmpdir(), 'prank-clone-'));
    for (const name of ['prank.yaml', 'prank.lock.json']) await copyFile(join(campaign.dir, name), join(clone, name));
    const secrets = await campaign.readEnv();
    const env = {
      HF_ENDPOINT: campaign.hub.url,
      HF_TOKEN: 'hf_organizer',
      ARGILLA_API_KEY: secrets['ARGILLA_API_KEY'] ?? '',
      PRANK_PSEUDONYM_KEY: secrets['PRANK_PSEUDONYM_KEY'] ?? '',
    };
    const unchanged = await countRequests(async () => {
      expect(await runJson(['sync'], { cwd: clone, env })).toMatchObject({ changed: false, pull: { total: 12 } });
    });
    expect(unchanged).toBeLessThanOrEqual(6);
    await answerAll();
    expect(await runJson(['sync'], { cwd: clone, env })).toMatchObject({ pull: { new: 12 }, publish: { tag: 'v2' } });
    const without = await runPrank(['sync', '--full'], { cwd: clone, env: { ...env, PRANK_PSEUDONYM_KEY: '' } });
    expect(without.exitCode).toBe(5);
    expect(without.stderr).toContain('PRANK_PSEUDONYM_KEY');
    await removeFolder(clone);
    await settle();
  });

  it.each([
    [
      'with conflict markers',
      (lock: string) => `<<<<<<< HEAD\n${lock}=======\n${lock}>>>>>>> other\n`,
      'prank.lock.json:1:',
    ],
    ['that is empty', () => '', 'prank.lock.json is empty'],
    ['that is cut off', (lock: string) => lock.slice(0, lock.indexOf(',') + 1), 'the file ends too early'],
  ])('stops at a lock %s, which counted as none, and changes nothing', async (_, damage, message) => {
    const path = join(campaign.dir, 'prank.lock.json');
    const lock = await readFile(path, 'utf8');
    await writeFile(path, damage(lock));
    const run = await campaign.run(['sync', '--full']);
    expect(run).toMatchObject({ exitCode: 2 });
    expect(run.stderr).toContain(message);
    expect(await readFile(path, 'utf8')).toBe(damage(lock));
    await writeFile(path, lock);
    await settle();
  });

  it('stops if the prompts are not those of prank.lock.json', async () => {
    const path = join(campaign.dir, 'prank.lock.json');
    const lock = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(
      path,
      JSON.stringify({ ...lock, prompts: { ...lock.prompts, sha256: '0'.repeat(64) }, sha256: undefined }),
    );
    const run = await campaign.run(['sync', '--full']);
    expect(run).toMatchObject({ exitCode: 5 });
    expect(run.stderr).toContain('prank.lock.json');
    await writeFile(path, JSON.stringify(lock));
    await settle();
  });
});

/** The environment that a job sets for its steps. */
async function makeJob(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'prank-job-'));
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_OUTPUT: join(folder, 'output'),
  };
}

describe('in a GitHub Actions job', () => {
  it('writes a summary with numbers and a chart, and outputs for later steps', async () => {
    const env = await makeJob();
    const run = await campaign.run(['sync', '--full'], env);
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    const summary = await readFile(env['GITHUB_STEP_SUMMARY'] ?? '', 'utf8');
    expect(summary).toContain('| answers | 24 |');
    expect(summary).toContain('12 of 12');
    expect(summary).toContain('```mermaid\nxychart-beta');
    expect(await readFile(env['GITHUB_OUTPUT'] ?? '', 'utf8')).toContain('changed=false\n');
  });

  it('notes a failure on the page of the run, with the next command', async () => {
    const env = await makeJob();
    const run = await campaign.run(['sync', '--full'], { ...env, HF_TOKEN: 'hf_stranger' });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(/^::error title=prank sync%3A \w+::/mu);
    expect(await readFile(env['GITHUB_STEP_SUMMARY'] ?? '', 'utf8')).toContain('**prank sync**');
  });

  it('lets no prompt become a command, and hides secrets in every form before they can be shown', async () => {
    const env = await makeJob();
    const secrets = await campaign.readEnv();
    const key = secrets['ARGILLA_API_KEY'] ?? '';
    for (const words of [
      ['rank', '--top', '20'],
      ['rank', '--json'],
      ['sync', '--full', '--verbose'],
    ]) {
      const run = await campaign.run(words, env);
      const lines = `${run.stdout}\n${run.stderr}`.split('\n').filter((line) => !line.startsWith('::add-mask::'));
      expect(lines.filter((line) => /^\s*::|##\[/u.test(line))).toEqual([]);
      for (const form of [key, Buffer.from(key).toString('base64'), 'hf_organizer']) {
        expect(lines.join('\n')).not.toContain(form);
      }
    }
    const { stderr } = await campaign.run(['sync'], env);
    expect(stderr).toContain(`::add-mask::${Buffer.from(key).toString('base64')}\n`);
    expect(stderr).toContain('::add-mask::hf_organizer\n');
  });
});
