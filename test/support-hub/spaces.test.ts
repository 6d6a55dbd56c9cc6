import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embeddedRunner } from '../support/hub/runners/embedded-runner.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { createHubCalls, fileLine, type HubCalls } from './hub-calls.ts';

const template = '/api/spaces/argilla/argilla-template-space';
const id = 'organizer/rate';
const api = `/api/spaces/${id}`;
const volume = { type: 'bucket', source: 'organizer/store', mountPath: '/data' };
const secrets = [
  { key: 'USERNAME', value: 'organizer' },
  { key: 'API_KEY', value: 'the-owners-key' },
];
let hub: StandInHub;
let calls: HubCalls;

beforeEach(async () => {
  hub = await startHub({ spaceSettings: { buildingMs: 1, appStartingMs: 1 } });
  calls = createHubCalls(hub.url);
});

afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  await hub.close();
});

async function duplicate(extra: object = {}): Promise<void> {
  const answer = await calls.send('POST', `${template}/duplicate`, { repository: id, secrets, ...extra });
  expect(answer.json()).toMatchObject({ url: `${hub.url}/spaces/${id}` });
}

describe('duplicating', () => {
  test('copies files, settings and volumes in one call', async () => {
    await calls.send('POST', '/api/buckets/me/store', { private: true });
    await duplicate({
      hardware: 'cpu-upgrade',
      sleepTimeSeconds: 3600,
      variables: [{ key: 'WORKSPACE', value: 'ratings' }],
      volumes: [volume],
      visibility: 'private',
    });
    await hub.space(id).settle();
    expect(hub.repo('space', id).files()).toEqual(['.gitattributes', '.oauth.yaml', 'Dockerfile', 'README.md']);
    expect(hub.repo('space', id).visibility).toBe('private');
    expect(hub.space(id)).toMatchObject({
      restarts: 0,
      secrets: { USERNAME: 'organizer', API_KEY: 'the-owners-key' },
      variables: { WORKSPACE: 'ratings' },
    });
    expect((await calls.get(`${api}/runtime`)).json()).toEqual({
      stage: 'RUNNING',
      sdk: 'docker',
      hardware: { current: 'cpu-upgrade', requested: 'cpu-upgrade' },
      storage: null,
      gcTimeout: 3600,
      devMode: false,
      replicas: { current: 1, requested: 1 },
      volumes: [volume],
      sha: hub.repo('space', id).head,
    });
  });

  test('leaves the secrets of the original behind', async () => {
    await duplicate({ variables: [{ key: 'V', value: '1' }] });
    await calls.send('POST', `${api}/duplicate`, { repository: 'organizer/copy' });
    expect(hub.space('organizer/copy')).toMatchObject({ secrets: {}, variables: { V: '1' } });
  });

  test('a taken name is answered with its address, a missing plan with 402', async () => {
    await duplicate();
    const again = await calls.send('POST', `${template}/duplicate`, { repository: id });
    expect([again.status, again.json()['url']]).toEqual([409, `${hub.url}/spaces/${id}`]);
    hub.addUser({ name: 'poor', isPro: false });
    const poor = createHubCalls(hub.url, 'hf_poor');
    expect((await poor.send('POST', `${template}/duplicate`, { repository: 'poor/rate' })).status).toBe(402);
  });
});

describe('changes', () => {
  test.each([
    ['a secret', () => calls.send('POST', `${api}/secrets`, { key: 'A', value: 'b' })],
    ['a secret removed', () => calls.send('DELETE', `${api}/secrets`, { key: 'API_KEY' })],
    ['a variable, even an equal one', () => calls.send('POST', `${api}/variables`, { key: 'A', value: 'b' })],
    ['hardware', () => calls.send('POST', `${api}/hardware`, { flavor: 'cpu-upgrade' })],
    ['a restart', () => calls.send('POST', `${api}/restart?factory=true`)],
    ['a commit', () => calls.commit(`spaces/${id}`, [fileLine('note.txt', 'x')])],
  ])('%s restarts the Space, and everything outside a volume is lost', async (_, change) => {
    await duplicate();
    const space = hub.space(id);
    await space.settle();
    const old = join(space.dataDir ?? '', 'answers.db');
    writeFileSync(old, 'x');
    expect((await change()).status).toBe(200);
    await space.settle();
    const way = ['BUILDING', 'APP_STARTING', 'RUNNING'];
    expect([space.stages, space.restarts]).toEqual([[...way, ...way], 1]);
    expect(existsSync(old)).toBe(false);
    expect(existsSync(join(space.dataDir ?? '', 'answers.db'))).toBe(false);
  });

  test('a bucket at /data outlives them, until the test wipes it', async () => {
    await calls.send('POST', '/api/buckets/organizer/store', {});
    await duplicate({ volumes: [{ ...volume, path: 'rate' }] });
    const space = hub.space(id);
    await space.settle();
    const file = join(space.dataDir ?? '', 'answers.db');
    writeFileSync(file, 'x');
    await space.restart();
    expect(space.dataDir).toBe(join(hub.bucket('organizer/store').folder, 'rate'));
    expect(existsSync(file)).toBe(true);
    await space.wipe();
    expect([existsSync(file), space.stage]).toEqual([false, 'RUNNING']);
  });

  test('a volume needs an existing source, and can be removed once', async () => {
    await duplicate();
    expect((await calls.send('PUT', `${api}/volumes`, { volumes: [volume] })).status).toBe(404);
    await calls.send('POST', '/api/buckets/organizer/store', {});
    expect((await calls.send('PUT', `${api}/volumes`, { volumes: [volume] })).status).toBe(200);
    expect((await calls.send('DELETE', `${api}/volumes`)).status).toBe(200);
    expect((await calls.send('DELETE', `${api}/volumes`)).status).toBe(400);
    expect(hub.space(id).restarts).toBe(2);
  });

  test('free hardware sleeps after two days whatever is set, without a restart', async () => {
    await duplicate();
    const answer = await calls.send('POST', `${api}/sleeptime`, { seconds: 60 });
    expect([answer.json()['gcTimeout'], hub.space(id).restarts]).toEqual([172_800, 0]);
  });

  test('secrets are listed only by key, variables with their values', async () => {
    await duplicate({ variables: [{ key: 'V', value: '1' }] });
    const listed = await calls.get(`${api}/secrets`);
    expect(Object.keys(listed.json())).toEqual(['USERNAME', 'API_KEY']);
    expect(listed.text).not.toContain('the-owners-key');
    expect((await calls.get(`${api}/variables`)).json()).toMatchObject({ V: { key: 'V', value: '1' } });
    expect((await calls.send('DELETE', `${api}/variables`, { key: 'none' })).status).toBe(404);
  });
});

describe('stages', () => {
  test('a start goes through the stages planned for it, once', async () => {
    await duplicate();
    const space = hub.space(id);
    await space.settle();
    space.planStart([
      { stage: 'BUILDING', log: ['step 1', 'step 2'] },
      { stage: 'BUILD_ERROR', log: ['no such image'], errorMessage: 'Job failed' },
    ]);
    await space.restart();
    const { stage, errorMessage } = (await calls.get(`${api}/runtime`)).json();
    expect([stage, errorMessage]).toEqual(['BUILD_ERROR', 'Job failed']);
    expect(space.logs.build).toEqual(['step 1', 'step 2', 'no such image']);
    await space.restart();
    expect(space.stage).toBe('RUNNING');
  });

  test('the old stage can stay for a while', async () => {
    await duplicate();
    const space = hub.space(id);
    await space.settle();
    hub.spaceSettings.staleMs = 1;
    const restarted = space.restart();
    expect(space.stage).toBe('RUNNING');
    await space.waitFor('BUILDING');
    await restarted;
    expect(space.stage).toBe('RUNNING');
  });

  test('a visit wakes a sleeping Space, and only a restart wakes a paused one', async () => {
    await duplicate();
    const space = hub.space(id);
    await space.settle();
    await space.sleep();
    const visit = await fetch(space.url);
    expect([visit.status, visit.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    await space.settle();
    expect((await fetch(space.url)).status).toBe(200);

    expect((await calls.send('POST', `${api}/pause`)).json()).toMatchObject({ stage: 'PAUSED' });
    expect((await fetch(space.url)).status).toBe(503);
    await calls.send('POST', `${api}/secrets`, { key: 'A', value: 'b' });
    expect(space.stage).toBe('PAUSED');
    await calls.send('POST', `${api}/restart`);
    await space.settle();
    expect(space.stage).toBe('RUNNING');
  });

  test('a docker Space without a Dockerfile has nothing to run', async () => {
    await calls.send('POST', '/api/repos/create', { type: 'space', name: 'rate', sdk: 'docker' });
    await hub.space(id).settle();
    expect(hub.space(id).stage).toBe('NO_APP_FILE');
  });

  test("a static Space shows its files and can't be paused", async () => {
    const files = [{ path: 'index.html', content: '<h1>Ratings</h1>', encoding: 'utf-8' }];
    await calls.send('POST', '/api/repos/create', { type: 'space', name: 'rate', sdk: 'static', files });
    await hub.space(id).settle();
    const page = await fetch(hub.space(id).url);
    expect([page.headers.get('content-type'), await page.text()]).toEqual([
      'text/html; charset=utf-8',
      '<h1>Ratings</h1>',
    ]);
    expect((await calls.send('POST', `${api}/pause`)).status).toBe(400);
  });

  test('a private Space opens with a token that may read it, and for nobody else', async () => {
    await duplicate({ visibility: 'private' });
    const space = hub.space(id);
    await space.settle();
    hub.addUser({ name: 'stranger' });
    const status = async (token: string | null) => (await createHubCalls(space.url, token).get('/')).status;
    expect(await Promise.all([null, 'hf_stranger', 'hf_organizer'].map(status))).toEqual([404, 404, 200]);
    const { token } = (await calls.get(`${api}/jwt`)).json();
    expect(await status(String(token))).toBe(200);
  });
});

test('logs are sent line by line and stay open', async () => {
  Object.assign(hub.spaceSettings, { keepAliveMs: 5 });
  await duplicate();
  const space = hub.space(id);
  await space.settle();
  for (const line of ['one', 'two', 'three']) space.log('run', line);
  const leave = new AbortController();
  const response = await fetch(`${hub.url}${api}/logs/run?tail=2`, {
    headers: { authorization: 'Bearer hf_organizer' },
    signal: leave.signal,
  });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (!space.logs.run.includes('later')) space.log('run', 'later');
    if (/later[\s\S]*data:\n\n/u.test(text)) break;
  }
  leave.abort();
  const lines = [...text.matchAll(/^data: (\{.*\})$/gmu)].map(([, event = '']) => JSON.parse(event));
  expect(lines.map(({ data }) => data)).toEqual(['two\n', 'three\n', 'later\n']);
});

test('the environment of a Space has what the Hub injects, and OAuth if the README asks for it', async () => {
  const seen: Record<string, string>[] = [];
  const runner = {
    async start({ env }: { env: Record<string, string> }) {
      seen.push(env);
      return { url: hub.url, stop: async () => {} };
    },
  };
  for (const templateOauth of [true, false]) {
    const other = await startHub({ templateOauth, spaceRunner: runner });
    const body = { repository: 'organizer/My_App', secrets, variables: [{ key: 'V', value: '1' }] };
    await createHubCalls(other.url).send('POST', `${template}/duplicate`, body);
    await other.space('organizer/My_App').settle();
    await other.close();
  }
  const [withOauth, without] = seen;
  expect(withOauth).toMatchObject({
    SPACE_ID: 'organizer/My_App',
    SPACE_AUTHOR_NAME: 'organizer',
    SPACE_REPO_NAME: 'My_App',
    CPU_CORES: '2',
    OAUTH_SCOPES: 'openid profile',
    API_KEY: 'the-owners-key',
    V: '1',
  });
  expect(withOauth?.['SPACE_HOST']).toMatch(/^127\.0\.0\.1:\d+$/u);
  expect(Object.keys(without ?? {}).filter((name) => name.startsWith('OAUTH'))).toEqual([]);
});

/** Names of the workspaces, or the status if refused. */
async function workspaces(key: string, token: string | null = null): Promise<number | string[]> {
  const headers = { 'x-argilla-api-key': key, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${hub.space(id).url}/api/v1/me/workspaces`, { headers });
  if (response.status !== 200) return response.status;
  const { items }: { items: { name: string }[] } = JSON.parse(await response.text());
  return items.map(({ name }) => name);
}

describe('with the embedded server', () => {
  beforeEach(async () => {
    await hub.close();
    hub = await startHub({ spaceRunner: embeddedRunner, spaceSettings: { buildingMs: 1, appStartingMs: 1 } });
    calls = createHubCalls(hub.url);
  });

  test('Argilla responds at the address of a private Space, but only with a token of the Hub', async () => {
    await duplicate({ visibility: 'private', variables: [{ key: 'WORKSPACE', value: 'ratings' }] });
    await hub.space(id).settle();
    expect(await workspaces('the-owners-key')).toBe(404);
    expect(await workspaces('the-owners-key', 'hf_organizer')).toEqual(['ratings', 'argilla']);
  });

  test('a kept database keeps its first owner; a new one uses the new key', async () => {
    await calls.send('POST', '/api/buckets/organizer/store', {});
    await duplicate({ volumes: [volume] });
    await hub.space(id).settle();
    await calls.send('POST', `${api}/secrets`, { key: 'API_KEY', value: 'another-key' });
    await hub.space(id).settle();
    expect(await workspaces('the-owners-key')).toEqual(['argilla']);
    expect(await workspaces('another-key')).toBe(401);
    await hub.space(id).wipe();
    expect(await workspaces('another-key')).toEqual(['argilla']);
  });

  test('a short key, or another port in the README, prevents the start', async () => {
    await duplicate({ secrets: [{ key: 'API_KEY', value: 'short' }] });
    const space = hub.space(id);
    await space.settle();
    expect((await calls.get(`${api}/runtime`)).json()).toMatchObject({
      stage: 'RUNTIME_ERROR',
      errorMessage: 'The API key must be at least 8 characters long',
    });
    await calls.send('POST', `${api}/secrets`, { key: 'API_KEY', value: 'long-enough' });
    await space.settle();
    expect(space.stage).toBe('RUNNING');
    await calls.commit(`spaces/${id}`, [fileLine('README.md', '---\nsdk: docker\n---\n')]);
    await space.settle();
    expect(space.stage).toBe('RUNTIME_ERROR');
  });
});
