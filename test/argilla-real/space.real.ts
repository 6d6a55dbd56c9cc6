import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRealArgilla, realArgillaRunner } from '../support/hub/runners/real-argilla-runner.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { createHubCalls, type HubCalls } from '../support-hub/hub-calls.ts';

const id = 'organizer/rate';
let hub: StandInHub;
let calls: HubCalls;

beforeEach(async () => {
  hub = await startHub({ spaceRunner: realArgillaRunner(findRealArgilla()) });
  calls = createHubCalls(hub.url);
});

afterEach(async () => {
  await hub.close();
});

async function ask(path: string, key: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { 'x-argilla-api-key': key, authorization: 'Bearer hf_organizer' };
  const response = await fetch(`${hub.space(id).url}/api/v1/${path}`, { headers });
  const text = await response.text();
  return { status: response.status, body: response.status === 200 ? JSON.parse(text) : {} };
}

test('a private Space with a bucket runs the real Argilla and keeps its owner, until it is wiped', async () => {
  await calls.send('POST', '/api/buckets/organizer/store', { private: true });
  await calls.send('POST', '/api/spaces/argilla/argilla-template-space/duplicate', {
    repository: id,
    visibility: 'private',
    secrets: [
      { key: 'USERNAME', value: 'organizer' },
      { key: 'PASSWORD', value: 'the-password' },
      { key: 'API_KEY', value: 'the-owners-key' },
      { key: 'ARGILLA_AUTH_SECRET_KEY', value: 'a-secret-for-all-processes' },
    ],
    variables: [
      { key: 'WORKSPACE', value: 'ratings' },
      { key: 'WEB_CONCURRENCY', value: '2' },
    ],
    volumes: [{ type: 'bucket', source: 'organizer/store', mountPath: '/data' }],
  });
  const space = hub.space(id);
  await space.settle();
  expect([space.stage, space.logs.run.at(-1)]).toEqual(['RUNNING', expect.any(String)]);
  expect(await ask('me', 'the-owners-key')).toMatchObject({
    status: 200,
    body: { username: 'organizer', role: 'owner' },
  });
  const { body } = await ask('me/workspaces', 'the-owners-key');
  expect(body['items']).toMatchObject([{ name: 'ratings' }, { name: 'argilla' }]);
  const providers = await ask('oauth2/providers', 'the-owners-key');
  expect(providers.body).toMatchObject({ items: [{ name: 'huggingface' }] });

  await calls.send('POST', `/api/spaces/${id}/secrets`, { key: 'API_KEY', value: 'another-key' });
  await space.settle();
  expect((await ask('me', 'the-owners-key')).status).toBe(200);
  await space.wipe();
  expect((await ask('me', 'the-owners-key')).status).toBe(401);
  expect((await ask('me', 'another-key')).status).toBe(200);
});

test("a short key prevents the start, as in the image's start script", async () => {
  await calls.send('POST', '/api/spaces/argilla/argilla-template-space/duplicate', {
    repository: id,
    secrets: [{ key: 'API_KEY', value: 'short' }],
  });
  const space = hub.space(id);
  await space.settle();
  expect(space.stage).toBe('RUNTIME_ERROR');
  expect(space.logs.run.join('\n')).toContain('api_key');
});

test('raters sign in to the Space with their Hub account', async () => {
  hub.addUser({ name: 'Ann-Rater' });
  hub.signIn('Ann-Rater');
  await calls.send('POST', '/api/spaces/argilla/argilla-template-space/duplicate', {
    repository: id,
    secrets: [{ key: 'API_KEY', value: 'the-owners-key' }],
  });
  const space = hub.space(id);
  await space.settle();
  const provider = `${space.url}/api/v1/oauth2/providers/huggingface`;
  const start = await fetch(`${provider}/authentication`, { redirect: 'manual' });
  const [cookie = ''] = start.headers.getSetCookie().map((written) => written.split(';')[0]);
  const atHub = start.headers.get('location') ?? '';
  expect(atHub.startsWith(`${hub.url}/oauth/authorize?`)).toBe(true);
  const back = (await fetch(atHub, { redirect: 'manual' })).headers.get('location') ?? '';
  expect(back.startsWith(`${space.url}/oauth/huggingface/callback?`)).toBe(true);
  const answer = await fetch(`${provider}/access-token${new URL(back).search}`, { headers: { cookie } });
  const { access_token: token }: { access_token: string } = JSON.parse(await answer.text());
  const me = await fetch(`${space.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(JSON.parse(await me.text())).toMatchObject({ username: 'Ann-Rater', role: 'annotator' });
  expect(hub.unknown).toEqual([]);
});
