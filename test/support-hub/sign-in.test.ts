import { afterEach, beforeEach, expect, test } from 'vitest';
import { startIdTokenIssuer } from '../support/hub/id-token-issuer.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { createHubCalls } from './hub-calls.ts';

let hub: StandInHub;
let env: Record<string, string>;

beforeEach(async () => {
  const spaceRunner = {
    async start(space: { env: Record<string, string> }) {
      env = space.env;
      return { url: hub.url, stop: async () => {} };
    },
  };
  hub = await startHub({ users: [{ name: 'organizer' }, { name: 'Ann' }], spaceRunner });
  const body = { repository: 'organizer/rate' };
  await createHubCalls(hub.url).send('POST', '/api/spaces/argilla/argilla-template-space/duplicate', body);
  await hub.space('organizer/rate').settle();
});

afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  await hub.close();
});

function authorizeUrl(change: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: env['OAUTH_CLIENT_ID'] ?? '',
    redirect_uri: `${hub.space('organizer/rate').url}/callback`,
    scope: env['OAUTH_SCOPES'] ?? '',
    state: 'the-state',
    ...change,
  });
  return `${env['OPENID_PROVIDER_URL']}/oauth/authorize?${query.toString()}`;
}

async function exchange(code: string, secret = env['OAUTH_CLIENT_SECRET'] ?? ''): Promise<Response> {
  const redirectUri = `${hub.space('organizer/rate').url}/callback`;
  return fetch(`${hub.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${env['OAUTH_CLIENT_ID']}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  });
}

test('a user signed in at the Hub is sent back with a code that works once', async () => {
  hub.signIn('Ann');
  const answer = await fetch(authorizeUrl(), { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  expect([back.origin, back.searchParams.get('state')]).toEqual([hub.space('organizer/rate').url, 'the-state']);
  const code = back.searchParams.get('code') ?? '';
  const { access_token: token }: { access_token: string } = JSON.parse(await (await exchange(code)).text());
  const user = await createHubCalls(hub.url, token).get('/oauth/userinfo');
  expect(user.json()).toMatchObject({ preferred_username: 'Ann' });
  expect((await exchange(code)).status).toBe(400);
});

test('a wrong secret gets nothing', async () => {
  hub.signIn('Ann');
  const answer = await fetch(authorizeUrl(), { redirect: 'manual' });
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  expect((await exchange(code, 'wrong')).status).toBe(401);
});

test('a visitor who is not signed in is asked who it is', async () => {
  const page = await (await fetch(authorizeUrl())).text();
  const [, path = ''] = /id="as-Ann" href="([^"]+)"/u.exec(page) ?? [];
  const answer = await fetch(`${hub.url}${path.replaceAll('&amp;', '&')}`, { redirect: 'manual' });
  expect(answer.status).toBe(302);
});

test.each([{ client_id: 'unknown' }, { redirect_uri: 'http://127.0.0.1:9/callback' }, { scope: 'profile' }])(
  'refuses %o',
  async (change) => {
    hub.signIn('Ann');
    expect((await fetch(authorizeUrl(change), { redirect: 'manual' })).status).toBe(400);
  },
);

test('a CI job gets its id token for the audience it asks for, only with its own token', async () => {
  const issuer = await startIdTokenIssuer({ subjectToken: 'of-the-job', audience: hub.url });
  const ask = async (token: string, audience: string): Promise<unknown> => {
    const url = `${issuer.env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(audience)}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const answer: { value?: string } = JSON.parse(await response.text());
    return answer.value ?? response.status;
  };
  const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = issuer.env;
  expect(await ask(token, hub.url)).toBe('of-the-job');
  expect(await ask(token, 'https://elsewhere')).toBe('for https://elsewhere');
  expect(await ask('hf_organizer', hub.url)).toBe(401);
  expect(issuer.count()).toBe(3);
  await issuer.close();
});
