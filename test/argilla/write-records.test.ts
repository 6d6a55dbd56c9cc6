import nock from 'nock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openConnection } from '../../src/argilla/connection.ts';
import type { RecordDraft } from '../../src/argilla/record-json.ts';
import { writeRecords } from '../../src/argilla/write-records.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const url = 'http://argilla.test';
const bulk = '/api/v1/datasets/d1/records/bulk';
const types = new Map();
let connection: Connection;
let batches: string[][];

beforeEach(() => {
  connection = openConnection({ url, apiKey: 'k', userAgent: 'prank/test', clock: createFakeClock() });
  batches = [];
});
afterEach(() => {
  nock.cleanAll();
});

function serveDataset(status: 'ready' | 'draft', answered: boolean): void {
  const dataset = {
    id: 'd1',
    name: 'd',
    guidelines: null,
    status,
    distribution: { strategy: 'overlap', min_submitted: 3 },
    workspace_id: 'w1',
    last_activity_at: '2026-01-01T00:00:00',
    updated_at: '2026-01-01T00:00:00',
  };
  const none = { submitted: 0, discarded: 0, draft: 0 };
  const users = answered ? [{ username: 'ada', completed: none, pending: { ...none, submitted: 1 } }] : [];
  nock(url).persist().get('/api/v1/datasets/d1').reply(200, dataset);
  nock(url).persist().get('/api/v1/datasets/d1/users/progress').reply(200, { users });
}

/** A bulk endpoint that accepts a whole batch or nothing. */
function serveBulk(isBad: (id: string) => boolean): void {
  nock(url)
    .persist()
    .put(bulk)
    .reply((_, body) => {
      const ids = readIds(body);
      batches.push(ids);
      const bad = ids.findIndex(isBad);
      if (bad === -1) return [200, { items: [] }];
      return [422, { detail: `Record at position ${bad} is not valid because of its text` }];
    });
}

function readIds(body: unknown): string[] {
  const items: unknown = typeof body === 'object' && body !== null && 'items' in body ? body.items : [];
  return Array.isArray(items) ? items.map((item: { external_id: string }) => item.external_id) : [];
}

function drafts(count: number): RecordDraft[] {
  return Array.from({ length: count }, (_, index) => ({
    externalId: `p${index}`,
    prompt: `prompt ${index}`,
    metadata: {},
  }));
}

it('writes 500 per batch while nobody has answered', async () => {
  serveDataset('ready', false);
  serveBulk(() => false);
  expect(await writeRecords(connection, 'd1', drafts(1_200), { types })).toEqual([]);
  expect(batches.map((batch) => batch.length).toSorted((a, b) => b - a)).toEqual([500, 500, 200]);
});

it('writes 100 per batch as soon as somebody has answered, one after the other', async () => {
  serveDataset('ready', true);
  serveBulk(() => false);
  await writeRecords(connection, 'd1', drafts(250), { types });
  expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
  expect(batches.flat()).toEqual(drafts(250).map(({ externalId }) => externalId));
});

it('isolates and names bad records; all others are written', async () => {
  serveDataset('ready', true);
  serveBulk((id) => id === 'p3' || id === 'p77');
  const refused = await writeRecords(connection, 'd1', drafts(120), { types });
  expect(refused.map(({ externalId }) => externalId)).toEqual(['p3', 'p77']);
  expect(refused[0]?.why).toContain('Record at position 0 is not valid because of its text');
  const written = new Set(batches.filter((ids) => !ids.includes('p3') && !ids.includes('p77')).flat());
  expect(written.size).toBe(118);
});

it('sends nothing that the server would accept but never show', async () => {
  serveDataset('ready', true);
  serveBulk(() => false);
  const [first, second] = drafts(2);
  const bad = { ...second, externalId: 'bad', prompt: '  ', metadata: {} };
  expect(first).toBeDefined();
  const refused = await writeRecords(connection, 'd1', first === undefined ? [bad] : [first, bad], { types });
  expect(refused).toEqual([{ externalId: 'bad', why: 'the prompt is empty' }]);
  expect(batches).toEqual([['p0']]);
});

it('never writes into a draft, which would break the dataset for good', async () => {
  serveDataset('draft', false);
  serveBulk(() => false);
  await expect(writeRecords(connection, 'd1', drafts(1), { types })).rejects.toMatchObject({
    code: 'dataset_is_draft',
    exitCode: 5,
  });
  expect(batches).toEqual([]);
});

it('asks again after a 500, because the server commits before it fails', async () => {
  serveDataset('ready', true);
  nock(url)
    .put(bulk)
    .reply(500, { detail: { code: 'x', params: { message: 'database is locked' } } });
  serveBulk(() => false);
  expect(await writeRecords(connection, 'd1', drafts(1), { types })).toEqual([]);
  expect(batches).toEqual([['p0']]);
});
