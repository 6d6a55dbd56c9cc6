import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalWorld, startLocal } from '../support/argilla-local.ts';
import { request, type Who, World } from '../support/argilla-world.ts';

let local: LocalWorld;
let world: World;
let record: string;
let response: string;

beforeAll(async () => {
  local = await startLocal();
  world = await World.open(local.people);
  await world.ready();
  const [made] = await world.put({
    external_id: 'x',
    fields: { prompt: 'p' },
    responses: [{ user_id: world.id('bob'), status: 'draft', values: {} }],
  });
  record = made?.id ?? '';
  const { body } = await world.quietly('GET', `/records/${record}`);
  response = body.responses[0].id;
});

afterAll(() => local.end());

const roles: Who[] = ['owner', 'admin', 'ann', 'outsider', 'nobody'];
// Bodies are empty on purpose: whoever is allowed gets a validation error (422) or further; others get 403.
const staff = [true, true, false, false];
const members = [true, true, true, false];
const ownerOnly = [true, false, false, false];

const calls: [method: string, path: () => string, may: boolean[], body?: unknown][] = [
  ['GET', () => '/users', ownerOnly],
  ['GET', () => `/users/${world.id('bob')}`, ownerOnly],
  ['GET', () => `/users/${world.id('bob')}/workspaces`, ownerOnly],
  ['PATCH', () => `/users/${world.id('bob')}`, ownerOnly, {}],
  ['GET', () => `/workspaces/${world.workspace}`, members],
  ['GET', () => `/workspaces/${world.workspace}/users`, staff],
  [
    'POST',
    () => `/workspaces/${world.workspace}/users`,
    ownerOnly,
    { user_id: '11111111-1111-4111-8111-111111111111' },
  ],
  ['GET', () => world.at(), members],
  ['PATCH', () => world.at(), staff, {}],
  ['PUT', () => `${world.at()}/publish`, staff],
  ['GET', () => `${world.at()}/fields`, members],
  ['GET', () => `${world.at()}/questions`, members],
  ['GET', () => `/me${world.at()}/metadata-properties`, members],
  ['GET', () => `${world.at()}/vectors-settings`, members],
  ['PATCH', () => `/questions/${world.question}`, staff, {}],
  ['GET', () => `${world.at()}/records`, staff],
  ['POST', () => `${world.at()}/records/search`, staff, {}],
  ['POST', () => `/me${world.at()}/records/search`, members, {}],
  ['PUT', () => `${world.at()}/records/bulk`, staff, { items: [{ external_id: 'x' }] }],
  ['DELETE', () => `${world.at()}/records?ids=11111111-1111-4111-8111-111111111111`, staff],
  ['GET', () => `/records/${record}`, members],
  ['PATCH', () => `/records/${record}`, staff, {}],
  ['GET', () => `/records/${record}/suggestions`, members],
  ['PUT', () => `/responses/${response}`, staff, { status: 'draft', values: {} }],
  ['GET', () => `${world.at()}/progress`, members],
  ['GET', () => `${world.at()}/users/progress`, members],
  ['GET', () => `/me${world.at()}/metrics`, members],
];

describe.each(calls)('%s %s', (method, path, may, body) => {
  test.each(roles.map((who, index) => [who, may[index] ?? false] as const))('%s: %s', async (who, mayDo) => {
    const { status } = await request(local.server, local.people.keys.get(who), method, path(), body);
    const verdict = { 200: true, 204: true, 422: true, 403: false, 401: 'unknown' }[status];
    expect(verdict).toBe(who === 'nobody' ? 'unknown' : mayDo);
  });
});
