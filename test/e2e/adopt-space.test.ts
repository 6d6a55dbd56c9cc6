import { afterEach, describe, expect, it } from 'vitest';
import { type SpaceCampaign, type SpaceCampaignOptions, startSpaceCampaign } from '../support/space-campaign.ts';
import { actionsOf, changesOf, errorOf, expectNoLeak } from '../support/space-checks.ts';
import { findDeployed, makeRater, readAllRecords } from '../support/test-raters.ts';

let campaign: SpaceCampaign;

async function start(options: SpaceCampaignOptions = {}): Promise<SpaceCampaign> {
  campaign = await startSpaceCampaign(options);
  return campaign;
}

afterEach(async () => {
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

const name = 'organizer/rating';
/** The key that a Space generates if it was given none. */
const foundKey = 'a-random-key';

/** A Space as people make it by hand: no secrets, no volume, the template's files. */
async function startWithSpace(options: SpaceCampaignOptions = {}): Promise<SpaceCampaign> {
  const started = await start(options);
  await ask(started, 'POST', '/api/spaces/argilla/argilla-template-space/duplicate', { repository: name });
  started.hub.clearRequests();
  await started.hub.space(name).waitFor('RUNNING');
  return started;
}

/** What the organizer does on the Hub's pages. */
async function ask({ hub }: SpaceCampaign, method: string, path: string, body: object): Promise<void> {
  const headers = { authorization: 'Bearer hf_organizer', 'content-type': 'application/json' };
  const response = await fetch(`${hub.url}${path}`, { method, headers, body: JSON.stringify(body) });
  expect(response.ok).toBe(true);
}

async function answerOnce({ owner }: SpaceCampaign): Promise<void> {
  const calls = await owner();
  const { workspaceId, datasetId } = await findDeployed(calls, 'rating');
  const rater = await makeRater(calls, workspaceId);
  const [record] = await readAllRecords(calls, datasetId);
  const body = { status: 'submitted', values: { quality: { value: 4 } } };
  expect((await rater.calls.post(`/records/${record?.id}/responses`, body)).status).toBe(201);
}

async function countRecords({ owner }: SpaceCampaign): Promise<number> {
  const calls = await owner();
  return (await readAllRecords(calls, (await findDeployed(calls, 'rating')).datasetId)).length;
}

describe('an existing Space', () => {
  it('is adopted: what is missing is added, what is there stays', async () => {
    const { hub, prank, run, writeEnv } = await startWithSpace();
    const keyless = await run(['deploy', '--json']);
    expect(keyless.exitCode).toBe(2);
    expect(errorOf(keyless)).toMatchObject({ code: 'key_missing' });
    expect(changesOf(campaign)).toEqual([]);
    await writeEnv({ ARGILLA_API_KEY: foundKey });
    const data = await prank(['deploy']);
    expect(
      actionsOf(data)
        .filter((step) => !step.startsWith('keep '))
        .slice(0, 9),
    ).toEqual([
      `create bucket ${name}-data`,
      'update secret PASSWORD',
      'update secret API_KEY',
      'update secret ARGILLA_AUTH_SECRET_KEY',
      'update variable WORKSPACE',
      'update variable WEB_CONCURRENCY',
      'update variable ARGILLA_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING',
      'update .oauth.yaml',
      'update volume /data',
    ]);
    expect(hub.space(name).secrets['USERNAME']).toBeUndefined();
    expect(hub.count('POST /.*/duplicate')).toBe(0);
    hub.clearRequests();
    await prank(['deploy']);
    expect(changesOf(campaign)).toEqual([]);
  });

  it('keeps variables and secrets of others, and its own hardware', async () => {
    const { hub, prank, writeEnv } = await startWithSpace();
    await writeEnv({ ARGILLA_API_KEY: foundKey });
    await prank(['deploy']);
    const space = hub.space(name);
    await ask(campaign, 'POST', `/api/spaces/${name}/variables`, { key: 'REINDEX_DATASETS', value: '0' });
    await space.waitFor('RUNNING');
    const data = await prank(['deploy']);
    expect(actionsOf(data)).toContain('keep variable REINDEX_DATASETS');
    expect(space.variables['REINDEX_DATASETS']).toBe('0');
  });

  it('is left alone if it is not Argilla', async () => {
    const { hub, run } = await start();
    const readme = '---\nsdk: docker\napp_port: 6900\n---\n';
    const files = Object.entries({ 'README.md': readme, Dockerfile: 'FROM python:3.12\n' }).map(([path, content]) => ({
      path,
      content,
      encoding: 'utf-8',
    }));
    const body = { type: 'space', name: 'rating', organization: 'organizer', sdk: 'docker', files };
    await ask(campaign, 'POST', '/api/repos/create', body);
    hub.clearRequests();
    const ran = await run(['deploy', '--json', '--yes']);
    expect(ran.exitCode).toBe(5);
    expect(errorOf(ran)).toMatchObject({ code: 'space_not_argilla' });
    expect(changesOf(campaign)).toEqual([]);
  });

  it('with another key is not touched', async () => {
    const { run, writeEnv } = await startWithSpace();
    await writeEnv({ ARGILLA_API_KEY: 'the-key-of-another-server' });
    const ran = await run(['deploy', '--json']);
    expect(ran.exitCode).toBe(3);
    expect(errorOf(ran)).toMatchObject({ code: 'argilla_key_rejected' });
    expect(changesOf(campaign)).toEqual([]);
  });

  it('with a public bucket is rejected', async () => {
    const { hub, run } = await start();
    await ask(campaign, 'POST', `/api/buckets/${name}-data`, { private: false });
    hub.clearRequests();
    const ran = await run(['deploy', '--json', '--yes']);
    expect(ran.exitCode).toBe(5);
    expect(errorOf(ran)).toMatchObject({ code: 'bucket_public' });
    expect(changesOf(campaign)).toEqual([]);
  });

  it('is not created on the data of an earlier one whose key is lost', async () => {
    const { prank, run, writeEnv } = await start();
    await prank(['deploy']);
    const { ARGILLA_API_KEY: key = '' } = await campaign.readEnv();
    await ask(campaign, 'DELETE', '/api/repos/delete', { type: 'space', name: 'rating', organization: 'organizer' });
    await writeEnv({});
    const ran = await run(['deploy', '--json']);
    expect(ran.exitCode).toBe(2);
    expect(errorOf(ran)).toMatchObject({ code: 'stored_key_missing' });
    await writeEnv({ ARGILLA_API_KEY: key });
    expect(actionsOf(await prank(['deploy']))).toContain('keep dataset rating');
  });
});

describe('a change that restarts the Space', () => {
  it('needs no question while it has no record', async () => {
    const { hub, prank, rewrite } = await start();
    await prank(['deploy']);
    await rewrite({ hardware: 'cpu-upgrade' });
    expect(actionsOf(await prank(['deploy']))).toContain('update hardware cpu-upgrade');
    expect(hub.space(name)).toMatchObject({ hardware: 'cpu-upgrade', sleepTimeSeconds: 48 * 3600 });
    expect(hub.space(name).variables['WEB_CONCURRENCY']).toBe('8');
  });

  it('asks if it has records, and loses none of them', async () => {
    const { hub, prank, run, rewrite } = await start();
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    await answerOnce(campaign);
    await rewrite({ hardware: 'cpu-upgrade' });
    hub.clearRequests();
    const ran = await run(['deploy', '--json']);
    expect(ran.exitCode).toBe(5);
    expect(errorOf(ran)).toMatchObject({ code: 'not_confirmed' });
    expect(errorOf(ran)['message']).toContain('holds 3 records and 1 answers');
    expect(errorOf(ran)['message']).toContain(`Its data stays in bucket ${name}-data`);
    expect(changesOf(campaign)).toEqual([]);
    await prank(['deploy', '--yes']);
    expect(hub.space(name).hardware).toBe('cpu-upgrade');
    expect(await countRecords(campaign)).toBe(3);
  });

  it('is refused while answers would be lost, whatever the options', async () => {
    const { hub, prank, run, rewrite } = await start({ argilla: { storage: 'none' } });
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    await answerOnce(campaign);
    await rewrite({ storage: 'none', hardware: 'cpu-upgrade' });
    hub.clearRequests();
    const ran = await run(['deploy', '--json', '--yes']);
    expect(ran.exitCode).toBe(5);
    expect(errorOf(ran)).toMatchObject({ code: 'answers_not_pulled' });
    expect(changesOf(campaign)).toEqual([]);
    await prank(['pull']);
    const unsure = await run(['deploy', '--json']);
    expect(errorOf(unsure)['message']).toContain('all of it is lost');
    await prank(['deploy', '--yes']);
    expect(hub.space(name).hardware).toBe('cpu-upgrade');
  });

  it("also asks if a sleeping Space can't be asked what it holds", async () => {
    const { hub, prank, run, rewrite } = await start();
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    await hub.space(name).sleep();
    await rewrite({ hardware: 'cpu-upgrade' });
    const ran = await run(['deploy', '--json']);
    expect(ran.exitCode).toBe(5);
    expect(errorOf(ran)['message']).toContain("can't be told: it is sleeping");
    await prank(['deploy', '--yes']);
    expect(await countRecords(campaign)).toBe(3);
  });

  it('waits for the stage after the one that is still shown', async () => {
    const { hub, prank, rewrite } = await start();
    await prank(['deploy']);
    hub.spaceSettings.staleMs = 400;
    await rewrite({ hardware: 'cpu-upgrade' });
    hub.clearRequests();
    await prank(['deploy']);
    const asked = hub.requests.map(({ path }) => path);
    expect(asked.lastIndexOf(`/api/spaces/${name}/runtime`)).toBeLessThan(asked.indexOf('/api/v1/me', 12));
    expect(hub.space(name).stages.slice(-3)).toEqual(['BUILDING', 'APP_STARTING', 'RUNNING']);
  });
});

describe('a dry run', () => {
  it('names what would restart, and the part of Argilla, and touches neither', async () => {
    const { hub, prank, rewrite } = await start();
    await prank(['deploy']);
    await rewrite({ hardware: 'cpu-upgrade' });
    hub.clearRequests();
    const data = await prank(['deploy', '--dry-run']);
    expect(actionsOf(data).filter((step) => !step.startsWith('keep '))).toEqual([
      'update variable WEB_CONCURRENCY',
      'update hardware cpu-upgrade',
    ]);
    expect(actionsOf(data)).toContain('keep dataset rating');
    expect(JSON.stringify(data)).toContain('is cpu-basic (restarts the Space)');
    expect(changesOf(campaign)).toEqual([]);
  });

  it('does not wake a Space that sleeps', async () => {
    const { hub, prank, run } = await start();
    await prank(['deploy']);
    await hub.space(name).sleep();
    const ran = await run(['deploy', '--dry-run']);
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain(`${name} is sleeping: its workspace and dataset can't be looked at.`);
    expect(hub.space(name).stage).toBe('SLEEPING');
  });
});

it('a CI job trusted only for the Space finds it as described', async () => {
  const resource = `spaces/${name}`;
  const { hub, prank } = await start({
    hub: { trustedPublishers: [{ subjectToken: 'id-of-the-job', resources: [resource], user: 'organizer' }] },
  });
  const job = { HF_TOKEN: '', HF_OIDC_RESOURCE: resource, HF_OIDC_ID_TOKEN: 'id-of-the-job' };
  const early = await campaign.run(['deploy', '--json'], job);
  expect(early.exitCode).toBe(3);
  expect(errorOf(early)).toMatchObject({ code: 'hub_not_allowed' });
  await prank(['deploy']);
  hub.clearRequests();
  expect(actionsOf(await prank(['deploy'], job)).every((step) => step.startsWith('keep '))).toBe(true);
  expect(hub.requests.filter(({ authorization }) => authorization?.includes('hf_organizer'))).toEqual([]);
});
