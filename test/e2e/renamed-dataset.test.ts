import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';
import { askDoctor, type DoctorRun } from '../support/doctor-runs.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';
import { findDeployed, makeRater, readAllRecords, renameDataset, type TestRater } from '../support/test-raters.ts';

const apiKey = 'owner-key-of-the-embedded-server';
const prompts = Array.from({ length: 4 }, (_, index) => `Count to ${index}.`);
const says = "The campaign's dataset is called rating/final on the server, but rating/rating in prank.yaml.";

let home: string;
let dir: string;
let server: LocalServer;
let owner: ArgillaCalls;
let rater: TestRater;
let datasetId: string;
let workspaceId: string;

const run = (words: string[], cwd = dir): Promise<PrankRun> =>
  runPrank(words, { cwd, env: { ARGILLA_API_KEY: apiKey } });

const ask = (...words: string[]): Promise<DoctorRun> => askDoctor(run, words);

/** Runs a command that must succeed, and returns what it says on stderr. */
async function prank(...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run([...words, '--yes']);
  expect(exitCode, stderr).toBe(0);
  return stdout + stderr;
}

const rename = (id: string, name: string): Promise<void> => renameDataset(owner, id, name);

async function answer(count: number): Promise<void> {
  const open = (await readAllRecords(owner, datasetId)).filter(({ responses }) => responses.length === 0);
  for (const { id } of open.slice(0, count)) {
    const body = { status: 'submitted', values: { quality: { value: 3 } } };
    expect((await rater.calls.post(`/records/${id}/responses`, body)).status).toBe(201);
  }
}

async function setTask(task: object): Promise<void> {
  const path = join(dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...config, task: { ...config.task, ...task } }));
}

async function listNames(): Promise<string[]> {
  const { body } = await owner.get('/me/datasets');
  return body.items.map(({ name }: { name: string }) => name);
}

const readState = async (): Promise<{ datasetId: string }> =>
  JSON.parse(await readFile(join(dir, '.prank', 'ratings', 'state.json'), 'utf8'));

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'prank-'));
  const db = join(home, 'local.db');
  server = await startLocalServer({ ...cheapPasswords, db, owner: { username: 'owner', apiKey } });
  owner = createCalls(server.url, apiKey);
  dir = await makeCampaignFolder({ url: server.url, name: 'rating', prompts, overlap: 1 });
  for (const words of [['build'], ['deploy'], ['push']]) await prank(...words);
  ({ datasetId, workspaceId } = await findDeployed(owner, 'rating'));
  rater = await makeRater(owner, workspaceId);
});
afterEach(async () => {
  await server.close();
  await removeFolder(dir);
  await rm(home, { recursive: true });
});

describe('a dataset that was renamed on the server', () => {
  it('is known by its id: every command says so and goes on with it', async () => {
    await answer(2);
    await prank('pull');
    await rename(datasetId, 'final');
    await answer(1);
    for (const words of [
      ['pull'],
      ['push'],
      ['status', '--no-forecast'],
      ['sync', '--full'],
      ['deploy'],
      ['restore'],
    ]) {
      expect((await prank(...words)).split(says), words.join(' ')).toHaveLength(2);
    }
    await prank('forget', rater.username);
    expect((await readAllRecords(owner, datasetId)).flatMap(({ responses }) => responses)).toEqual([]);
    expect(await listNames()).toEqual(['final']);
    expect((await readState()).datasetId).toBe(datasetId);
  });

  it('has its new name in prank.yaml after a repair, which nothing else changes', async () => {
    await answer(1);
    await prank('pull');
    await rename(datasetId, 'final');
    const before = await readFile(join(dir, 'prank.yaml'), 'utf8');
    const { names, check, exitCode } = await ask();
    expect([names, exitCode]).toEqual([['dataset_name'], 6]);
    expect(check('dataset_name').why).toContain(says);
    expect(check('dataset').why).toBe('rating/final is published.');
    expect((await ask('--repair', '--dry-run')).repairs).toMatchObject([{ why: 'dataset: final, as on the server' }]);
    expect(await readFile(join(dir, 'prank.yaml'), 'utf8')).toBe(before);
    expect((await ask('--repair')).names).toEqual([]);
    const after = await readFile(join(dir, 'prank.yaml'), 'utf8');
    expect(after.replace(/"?dataset"?: "?final"?, ?/u, '').replaceAll(/\s/gu, '')).toBe(before.replaceAll(/\s/gu, ''));
    expect(await prank('pull')).not.toContain('called');
  });

  it('is recognized before anybody has answered', async () => {
    await rename(datasetId, 'final');
    expect(await prank('deploy')).toContain(says);
    expect(await prank('push')).toContain(says);
    expect(await prank('pull')).toContain(says);
    await rm(join(dir, '.prank', 'dataset.json'));
    expect(await prank('push')).toContain(says);
    expect(await listNames()).toEqual(['final']);
  });

  it('of a damaged or missing note is looked for by its name, as before', async () => {
    await writeFile(join(dir, '.prank', 'dataset.json'), '{"datasetId":');
    expect(await prank('push')).not.toContain('called');
    await rm(join(dir, '.prank', 'dataset.json'));
    await rename(datasetId, 'final');
    const { exitCode, stderr } = await run(['push']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has no dataset rating/rating')]);
  });

  it('of which nothing is known is found in another workspace', async () => {
    await rm(join(dir, '.prank', 'dataset.json'));
    await setTask({ workspace: 'ratings', dataset: 'rating' });
    const { check } = await ask();
    expect(check('dataset').why).toContain('a dataset of that name is in the workspace rating');
    expect(check('dataset').fix).toContain('task: {workspace: rating}');
  });

  it('with a name that prank.yaml may not hold is not written there', async () => {
    await rename(datasetId, 'Ein längerer / Name');
    const { check, repairs } = await ask('--repair');
    expect(repairs).toEqual([]);
    expect(check('dataset_name').fix).toContain('give the dataset its old name again');
    expect(await prank('pull')).toContain('give the dataset its old name again');
  });
});

describe('a copy of the dataset', () => {
  it('under the old name is left alone: the known one is used, and that is said', async () => {
    await answer(2);
    await prank('pull');
    await rename(datasetId, 'final');
    const { body: copy } = await owner.post('/datasets', { name: 'rating', workspace_id: workspaceId });
    await answer(1);
    const said = await prank('pull');
    expect(said).toContain(`${says} prank goes on with it. The dataset rating/rating on the server is another one.`);
    expect(said).toContain('1 new');
    await prank('deploy');
    const { body: fields } = await owner.get(`/datasets/${copy.id}/fields`);
    expect(fields.items).toEqual([]);
    expect((await ask()).names).toEqual(['dataset_name']);
  });

  it('under another name changes nothing', async () => {
    await answer(1);
    await prank('pull');
    await owner.post('/datasets', { name: 'copy', workspace_id: workspaceId });
    expect(await prank('pull')).not.toContain('called');
    expect((await ask()).names).toEqual([]);
  });
});

describe('a dataset that is gone', () => {
  it('counts as a reset if answers are known from it, also when another has its name', async () => {
    await answer(1);
    await prank('pull');
    await owner.delete(`/datasets/${datasetId}`);
    for (const command of ['pull', 'push', 'sync']) {
      const { exitCode, stderr } = await run([command]);
      expect([command, exitCode]).toEqual([command, 5]);
      expect(stderr).toContain('server was reset');
    }
    expect(await prank('status', '--no-forecast')).toContain('was reset or replaced');
    expect(await prank('deploy')).toContain('prank restore');
    expect((await run(['pull'])).exitCode).toBe(5);
    await prank('pull', '--new-dataset');
    await prank('push');
  });

  it('is created again if nobody has answered', async () => {
    await owner.delete(`/datasets/${datasetId}`);
    expect((await run(['push'])).exitCode).toBe(2);
    await prank('deploy');
    await prank('push');
    expect((await ask()).names).not.toContain('server_reset');
  });
});

describe('another name in prank.yaml', () => {
  beforeEach(async () => {
    await answer(1);
    await prank('pull');
    await setTask({ dataset: 'second' });
  });

  it('does not make a second dataset beside the living one', async () => {
    expect(await prank('deploy')).toContain('To start a new dataset instead: prank deploy --new-dataset.');
    expect(await listNames()).toEqual(['rating']);
  });

  it('makes one if that is asked for, and old answers stay in the log', async () => {
    expect(await prank('deploy', '--new-dataset')).toContain('Next: prank pull --new-dataset');
    expect(await listNames()).toEqual(['rating', 'second']);
    await prank('pull', '--new-dataset');
    expect(await prank('push')).not.toContain('called');
    const { datasetId: now } = await readState();
    expect(now).not.toBe(datasetId);
    expect(await readAllRecords(owner, now)).toHaveLength(prompts.length);
  });
});

it('a renamed dataset is recognized in a copy of the folder that has only the log', async () => {
  await answer(1);
  await prank('pull');
  await rename(datasetId, 'final');
  const copy = join(home, 'copy');
  await cp(dir, copy, { recursive: true });
  await rm(join(copy, '.prank', 'dataset.json'));
  await rm(join(copy, '.prank', 'ratings', 'state.json'));
  const { exitCode, stderr } = await run(['deploy'], copy);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(says)]);
  expect(await listNames()).toEqual(['final']);
});
