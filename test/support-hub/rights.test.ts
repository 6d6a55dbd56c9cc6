import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WrittenOrg, WrittenToken } from '../support/hub/state/accounts.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { createHubCalls, fileLine } from './hub-calls.ts';

let hub: StandInHub;

beforeEach(async () => {
  hub = await startHub({
    users: [{ name: 'organizer' }, { name: 'ann' }],
    repositories: [
      { type: 'dataset', id: 'team/open', creator: 'organizer' },
      { type: 'dataset', id: 'team/secret', creator: 'organizer', visibility: 'private' },
      { type: 'dataset', id: 'organizer/gated', gated: 'manual', files: { 'a.txt': 'one' } },
    ],
    trustedPublishers: [{ subjectToken: 'ci-id-token', resources: ['datasets/team/open'], user: 'organizer' }],
  });
});

afterEach(async () => {
  await hub.close();
});

const writeTeam: WrittenToken = {
  token: 'hf_x',
  role: 'fineGrained',
  scoped: [{ entity: { type: 'org', name: 'team' }, permissions: ['repo.write'] }],
};
const writeOpen: WrittenToken = {
  token: 'hf_x',
  role: 'fineGrained',
  scoped: [{ entity: { type: 'dataset', name: 'team/open' }, permissions: ['repo.write'] }],
};

interface Case {
  name: string;
  org: WrittenOrg | null;
  token: WrittenToken;
  /** Status of: reading the private dataset, committing to the open one, creating another. */
  expected: [number, number, number];
}

test.each<Case>([
  { name: 'a stranger', org: null, token: { token: 'hf_x', role: 'write' }, expected: [404, 403, 403] },
  {
    name: 'an admin',
    org: { name: 'team' },
    token: { token: 'hf_x', role: 'write' },
    expected: [200, 200, 200],
  },
  {
    name: 'an admin with a token for reading',
    org: { name: 'team' },
    token: { token: 'hf_x', role: 'read' },
    expected: [200, 403, 403],
  },
  {
    name: 'a reader',
    org: { name: 'team', roleInOrg: 'read' },
    token: { token: 'hf_x', role: 'write' },
    expected: [200, 403, 403],
  },
  {
    name: "a contributor, on another's repository",
    org: { name: 'team', roleInOrg: 'contributor' },
    token: { token: 'hf_x', role: 'write' },
    expected: [200, 403, 200],
  },
  {
    name: 'a member whose sign-in the organization blocks',
    org: { name: 'team', securityRestrictions: ['sso'] },
    token: { token: 'hf_x', role: 'write' },
    expected: [404, 403, 403],
  },
  {
    name: 'a fine-grained token for the organization',
    org: { name: 'team' },
    token: writeTeam,
    expected: [200, 200, 200],
  },
  {
    name: 'a fine-grained token for one dataset',
    org: { name: 'team' },
    token: writeOpen,
    expected: [404, 200, 403],
  },
])('$name', async ({ org, token, expected }) => {
  hub.addUser({ name: 'member', orgs: org === null ? [] : [org], tokens: [token] });
  const calls = createHubCalls(hub.url, 'hf_x');
  const read = await calls.get('/api/datasets/team/secret');
  const write = await calls.commit('datasets/team/open', [fileLine('a.txt', 'x')]);
  const create = await calls.send('POST', '/api/repos/create', { type: 'dataset', name: 'new', organization: 'team' });
  expect([read.status, write.status, create.status]).toEqual(expected);
});

test('an anonymous visitor sees what is public, and learns nothing about the rest', async () => {
  const calls = createHubCalls(hub.url, null);
  expect((await calls.get('/api/datasets/team/open')).status).toBe(200);
  for (const name of ['secret', 'none']) {
    const answer = await calls.get(`/api/datasets/team/${name}`);
    expect([answer.status, answer.headers.get('x-error-code')]).toEqual([401, 'RepoNotFound']);
  }
  expect((await calls.get('/api/whoami-v2')).status).toBe(401);
});

test('an unknown token is not the same as none', async () => {
  const answer = await createHubCalls(hub.url, 'hf_wrong').get('/api/datasets/team/open');
  expect(answer.status).toBe(401);
  expect(answer.headers.get('x-error-message')).toBe('Invalid credentials in Authorization header');
  expect(answer.headers.get('x-error-code')).toBeNull();
});

test('auth-check says what reading and writing would say', async () => {
  const calls = createHubCalls(hub.url, 'hf_ann');
  expect((await calls.get('/api/datasets/team/open/auth-check')).status).toBe(200);
  expect((await calls.get('/api/datasets/team/open/auth-check/write')).status).toBe(403);
  expect((await calls.get('/api/datasets/team/secret/auth-check')).status).toBe(404);
});

test('a gated file opens once its conditions are accepted', async () => {
  const path = '/datasets/organizer/gated/resolve/main/a.txt';
  const calls = createHubCalls(hub.url, 'hf_ann');
  const before = await calls.get(path);
  expect([before.status, before.headers.get('x-error-code')]).toEqual([403, 'GatedRepo']);
  hub.repo('dataset', 'organizer/gated').accept('ann');
  expect((await calls.get(path)).status).toBe(200);
  expect((await createHubCalls(hub.url, null).get(path)).status).toBe(401);
});

test('an exchanged token writes to its one repository and creates nothing', async () => {
  const exchange = (subjectToken: string, resource: string) =>
    createHubCalls(hub.url, null).send('POST', '/oauth/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      subject_token: subjectToken,
      resource,
    });
  expect((await exchange('forged', 'datasets/team/open')).json()['error']).toBe('invalid_grant');
  expect((await exchange('ci-id-token', 'datasets/team/secret')).status).toBe(400);
  const answer = await exchange('ci-id-token', 'datasets/team/open');
  expect(answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  const calls = createHubCalls(hub.url, String(answer.json()['access_token']));
  expect((await calls.get('/api/whoami-v2')).json()).toMatchObject({
    name: 'organizer',
    auth: { resource: { sub: 'datasets/team/open' } },
  });
  expect((await calls.commit('datasets/team/open', [fileLine('a.txt', 'x')])).status).toBe(200);
  expect((await calls.get('/api/datasets/team/secret')).status).toBe(404);
  expect((await calls.send('POST', '/api/repos/create', { type: 'dataset', name: 'new' })).status).toBe(403);
});
