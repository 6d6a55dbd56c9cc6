import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { createHubCalls, fileLine, type HubCalls } from './hub-calls.ts';

const dataset = 'datasets/organizer/ratings';
const commits = `POST /api/${dataset}/commit/main`;
let hub: StandInHub;
let calls: HubCalls;

beforeEach(async () => {
  const files = { 'a.txt': 'one '.repeat(1000) };
  hub = await startHub({ repositories: [{ type: 'dataset', id: 'organizer/ratings', files }] });
  calls = createHubCalls(hub.url);
});

afterEach(async () => {
  await hub.close();
});

/** The status of a commit; null = no complete response. */
async function commit(): Promise<number | null> {
  try {
    return (await calls.commit(dataset, [fileLine('b.txt', 'two')])).status;
  } catch {
    return null;
  }
}

describe('a fault hits as often as asked, and the state shows whether it was before or after', () => {
  test.each([
    { kind: 'rate-limit', status: 429, done: 0 },
    { kind: 'error-before', status: 500, done: 0 },
    { kind: 'error-after', status: 500, done: 1 },
    { kind: 'reset-before', status: null, done: 0 },
    { kind: 'reset-after', status: null, done: 1 },
    { kind: 'cut-body', status: null, done: 1 },
    { kind: 'slow', status: 200, done: 1 },
  ] as const)('$kind', async ({ kind, status, done }) => {
    const view = hub.repo('dataset', 'organizer/ratings');
    const before = view.commitCount;
    const fault = hub.fault({ match: commits, kind, delayMs: 1 });
    expect(await commit()).toBe(status);
    expect(view.commitCount - before).toBe(done);
    expect(await commit()).toBe(200);
    expect([fault.hits(), hub.count(commits)]).toEqual([1, 2]);
    expect(hub.requests.map((request) => request.fault)).toEqual([kind, null]);
  });
});

test('a 429 says when it ends, or says nothing', async () => {
  hub.fault({ match: 'GET /api/.*', kind: 'rate-limit', resetSeconds: 7 });
  hub.fault({ match: 'GET /api/.*', kind: 'rate-limit', rateLimitHeaders: false, retryAfterSeconds: 3 });
  const told = await calls.get('/api/whoami-v2');
  expect(told.headers.get('ratelimit')).toBe('"api";r=0;t=7');
  const silent = await calls.get('/api/whoami-v2');
  expect([silent.headers.get('ratelimit'), silent.headers.get('retry-after')]).toEqual([null, '3']);
});

test('every response says what is left, and a quota can be enforced', async () => {
  const first = await calls.get('/api/whoami-v2');
  expect(first.headers.get('ratelimit')).toMatch(/^"api";r=2499;t=\d+$/u);
  expect(first.headers.get('ratelimit-policy')).toBe('"fixed window";"api";q=2500;w=300');
  const file = await calls.get(`/${dataset}/resolve/main/a.txt`);
  expect(file.headers.get('ratelimit')).toMatch(/^"resolvers";r=11999;/u);
  const small = await startHub({ quotas: { api: 1 }, settings: { enforceQuotas: true } });
  const statuses = [0, 1].map(async () => (await createHubCalls(small.url).get('/api/whoami-v2')).status);
  expect((await Promise.all(statuses)).toSorted((a, b) => a - b)).toEqual([200, 429]);
  await small.close();
});

test('a fault can be for one origin alone, and its response says what is left like others', async () => {
  const fault = hub.fault({ match: '* /.*', origin: 'storage', kind: 'error-before' });
  expect((await calls.get('/api/whoami-v2')).status).toBe(200);
  expect((await fetch(`${hub.storageUrl}/file/none`)).status).toBe(500);
  expect([fault.hits(), hub.count('* /.*', 'hub'), hub.count('* /.*')]).toEqual([1, 1, 2]);
  hub.fault({ match: 'GET /api/whoami-v2', kind: 'error-before', status: 503 });
  const failed = await calls.get('/api/whoami-v2');
  expect([failed.status, failed.headers.get('ratelimit')]).toEqual([503, expect.stringMatching(/r=2498/u)]);
});

test('a download breaks off in the middle', async () => {
  hub.fault({ match: `GET /${dataset}/resolve/.*`, kind: 'cut-body' });
  const response = await fetch(`${hub.url}/${dataset}/resolve/main/a.txt`);
  expect(response.headers.get('content-length')).toBe('4000');
  await expect(response.text()).rejects.toThrow('terminated');
});

/** The statuses of sixty requests in a storm. */
async function sufferStorm(seed: number): Promise<string> {
  const storm = hub.storm({ seed, share: 0.3, kinds: ['error-before', 'rate-limit'] });
  const statuses: number[] = [];
  for (let index = 0; index < 60; index += 1) statuses.push((await calls.get(`/api/${dataset}`)).status);
  storm.stop();
  const failed = statuses.filter((status) => status !== 200).length;
  expect(failed).toBeGreaterThan(5);
  expect(failed).toBeLessThan(40);
  return statuses.join();
}

test('a storm hits the same requests for the same seed, about as many as its share', async () => {
  const [first, second, other] = [await sufferStorm(1), await sufferStorm(1), await sufferStorm(2)];
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});

test('what happens in between can be scripted', async () => {
  const view = hub.repo('dataset', 'organizer/ratings');
  hub.beforeNext(commits, () => void hub.commitBehind(view, { 'b.txt': 'theirs' }));
  const answer = await calls.commit(dataset, [fileLine('c.txt', 'ours')], { parentCommit: view.head });
  expect(answer.status).toBe(412);
});

test('a request without a route is answered as such and recorded', async () => {
  const answer = await calls.get('/api/nonsense');
  expect(answer.status).toBe(404);
  expect(answer.text).toContain('no route GET /api/nonsense');
  expect(hub.unknown).toEqual(['GET /api/nonsense']);
});

test('a pattern that could never match is rejected', () => {
  expect(() => hub.fault({ match: '/api/whoami-v2', kind: 'slow' })).toThrow('Not a pattern');
});
