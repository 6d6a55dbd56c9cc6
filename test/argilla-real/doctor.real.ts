import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { argillaPython, realServer } from '../support/argilla-env.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { askDoctor, type DoctorRun, follow } from '../support/doctor-runs.ts';
import { findRealArgilla, realArgillaRunner } from '../support/hub/runners/real-argilla-runner.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import {
  cleanUp,
  findDeployed,
  makeRater,
  makeRaters,
  readAllRecords,
  type TestRater,
} from '../support/test-raters.ts';

const prompts = Array.from({ length: 12 }, (_, index) => `Count to ${index}.`);

/** Talks to the search engine behind the server's back. */
async function askEngine(method: string, path: string, body?: object): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const url = `${findRealArgilla().searchUrl}/${path}`;
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return text;
}

/** Runs one of the server's own commands on its machine. */
function serverCommand(command: string): void {
  const { searchUrl, redisUrl } = findRealArgilla();
  const env = {
    ...process.env,
    ARGILLA_HOME_PATH: join(process.env['ARGILLA_STATE'] ?? '', 'argilla'),
    ARGILLA_SEARCH_ENGINE: 'opensearch',
    ARGILLA_ELASTICSEARCH: searchUrl,
    ARGILLA_REDIS_URL: redisUrl,
  };
  execFileSync(argillaPython(), ['-m', ...command.split(' ')], { env, stdio: 'pipe' });
}

/** Finds the name of the dataset's index. */
async function findIndex(datasetId: string): Promise<string> {
  const indices: { index: string }[] = JSON.parse(await askEngine('GET', '_cat/indices?format=json'));
  const found = indices.find(({ index }) => index.includes(datasetId));
  if (found === undefined) throw new Error(`No index of ${datasetId}: ${JSON.stringify(indices)}`);
  return found.index;
}

/** Finds the newer of two datasets in the workspace. */
async function findSecond(owner: ArgillaCalls, name: string): Promise<string> {
  const { workspaceId } = await findDeployed(owner, name);
  const { body } = await owner.get(`/me/datasets?workspace_id=${workspaceId}`);
  return body.items[1].id;
}

describe('the index of the real Argilla', () => {
  const name = `doctor-${process.pid}-${Date.now()}`;
  let owner: ArgillaCalls;
  let dir: string;
  let datasetId: string;
  let raters: TestRater[] = [];

  const { url, ownerKey } = realServer();
  const run = (words: string[]): Promise<PrankRun> => runPrank(words, { cwd: dir, env: { ARGILLA_API_KEY: ownerKey } });
  const ask = (...words: string[]): Promise<DoctorRun> => askDoctor(run, words);

  beforeAll(async () => {
    owner = createCalls(url, ownerKey);
    dir = await makeCampaignFolder({ url, name, prompts });
    for (const command of ['build', 'deploy', 'push']) expect((await run([command])).exitCode).toBe(0);
    const found = await findDeployed(owner, name);
    datasetId = found.datasetId;
    raters = await makeRaters(owner, found.workspaceId, 2);
  });
  afterAll(async () => {
    await cleanUp(owner, name, raters);
    await removeFolder(dir);
  });

  async function answer(position: number, body: object): Promise<number> {
    const record = (await readAllRecords(owner, datasetId))[position];
    return (await raters[0]?.calls.post(`/records/${record?.id}/responses`, body))?.status ?? 0;
  }

  it('has no finding after a push and an answer', async () => {
    expect(await answer(0, { status: 'submitted', values: { quality: { value: 4 } } })).toBe(201);
    const { names, check } = await ask();
    expect(names.filter((one) => one !== 'members')).toEqual([]);
    expect(check('index').why).toContain('all 12 records');
  });

  it('that lost a record, a status and an answer is reported, and rebuilt by the command', async () => {
    const index = await findIndex(datasetId);
    const records = await readAllRecords(owner, datasetId);
    await askEngine('DELETE', `${index}/_doc/${records[3]?.id}?refresh=true`);
    await askEngine('POST', `${index}/_update/${records[4]?.id}?refresh=true`, { doc: { status: 'completed' } });
    await askEngine('POST', `${index}/_update/${records[0]?.id}?refresh=true`, {
      script: { source: "ctx._source.status = 'pending'; ctx._source.responses = [];" },
    });
    const found = await ask();
    expect(found.check('index').why).toContain('behind the database for 3 records of 12');
    const planned = await ask('--repair', '--dry-run');
    expect(planned.repairs.map(({ target }) => target)).toContain('search index of 3 records');
    expect((await ask()).names).toContain('index');
    await follow(run, found.check('index').fix);
    expect((await ask()).check('index').ok).toBe(true);
    // Only the index changed.
    expect(await readAllRecords(owner, datasetId)).toEqual(records);
  });

  it('that fails because of an answer without values is reported, and fixed by the command', async () => {
    expect(await answer(5, { status: 'discarded', values: null })).toBe(500);
    const found = await ask();
    expect(found.check('values').why).toContain('1 record hold an answer without values');
    await follow(run, found.check('values').fix);
    const { names, check } = await ask();
    expect(names).not.toContain('values');
    expect(check('index').ok).toBe(true);
    const [record] = (await readAllRecords(owner, datasetId)).slice(5);
    expect(record?.responses).toMatchObject([{ status: 'discarded', values: {} }]);
  });

  it("that is missing, as after a failed publish, is rebuilt by the server's command", async () => {
    await askEngine('DELETE', await findIndex(datasetId));
    const found = await ask();
    expect(found.check('dataset').why).toContain('was published only halfway');
    expect(found.check('queue').ok).toBeNull();
    const [command = ''] = (found.check('dataset').fix ?? '').split(',');
    expect(command).toBe('argilla_server search-engine reindex');
    serverCommand(command);
    const { check } = await ask();
    expect(check('dataset').ok).toBe(true);
    expect(check('index').ok).toBe(true);
  });

  it("of a draft that was given records can't be built, and the way out is shown", async () => {
    const { workspaceId } = await findDeployed(owner, name);
    await owner.delete(`/datasets/${datasetId}`);
    const { body: draft } = await owner.post('/datasets', { name, workspace_id: workspaceId });
    const text = { type: 'text', use_markdown: false };
    await owner.post(`/datasets/${draft.id}/fields`, {
      name: 'prompt',
      title: 'Prompt',
      required: true,
      settings: text,
    });
    const rating = { type: 'rating', options: [1, 2, 3, 4, 5].map((value) => ({ value })) };
    await owner.post(`/datasets/${draft.id}/questions`, {
      name: 'quality',
      title: 'Q',
      required: true,
      settings: rating,
    });
    await owner.put(`/datasets/${draft.id}/records/bulk`, { items: [{ external_id: 'x', fields: { prompt: 'p' } }] });
    const found = await ask();
    expect(found.check('dataset').why).toContain('is a draft that holds 1 records');
    const { fix } = found.check('dataset');
    expect(fix).toContain('Give task.dataset another name');
    await setDataset(`${name}-2`);
    await follow(run, fix);
    expect((await ask()).names.filter((one) => one !== 'members')).toEqual([]);
    await owner.delete(`/datasets/${await findSecond(owner, name)}`);
    await setDataset(name);
    expect((await owner.put(`/datasets/${draft.id}/publish`, {})).status).toBe(500);
    const half = (await ask()).check('dataset');
    expect(half.why).toContain('was published only halfway');
    serverCommand(half.fix?.split(',')[0] ?? '');
    expect((await ask()).check('dataset').why).not.toContain('halfway');
  });

  async function setDataset(dataset: string): Promise<void> {
    const path = join(dir, 'prank.yaml');
    const config = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...config, task: { ...config.task, dataset } }));
  }
});

describe('a real Argilla on a Space', () => {
  let campaign: SpaceCampaign;
  afterEach(() => campaign.close());

  it('whose dataset has no index is restarted by the command, which builds the index', async () => {
    campaign = await startSpaceCampaign({ hub: { spaceRunner: realArgillaRunner(findRealArgilla()) }, prompts });
    const { hub, space, prank, run, owner } = campaign;
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    expect((await askDoctor(run)).names).toEqual([]);
    const { datasetId, workspaceId } = await findDeployed(await owner(), 'rating');
    const rater = await makeRater(await owner(), workspaceId);
    const [record] = await readAllRecords(await owner(), datasetId);
    // Argilla stores it, and would fail on it when it rebuilds the index.
    const skip = { status: 'discarded', values: null };
    expect((await rater.calls.post(`/records/${record?.id}/responses`, skip)).status).toBe(500);
    await askEngine('DELETE', await findIndex(datasetId));
    const found = await askDoctor(run);
    expect(found.names).toEqual(['values', 'dataset']);
    expect(found.check('dataset').why).toContain('was published only halfway');
    expect(found.check('dataset').fix).toContain('prank doctor --repair, which restarts the Space');
    const { restarts } = hub.space(space);
    await follow(run, found.check('dataset').fix);
    expect(hub.space(space).restarts).toBe(restarts + 1);
    expect((await askDoctor(run)).names).toEqual([]);
    expect(await readAllRecords(await owner(), datasetId)).toHaveLength(12);
  });
});
