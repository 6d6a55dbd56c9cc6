import nock from 'nock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openConnection } from '../../src/argilla/connection.ts';
import { listRecords, visitRecords } from '../../src/argilla/records.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const url = 'http://argilla.test';
const path = '/api/v1/datasets/d1/records';
let connection: Connection;

beforeEach(() => {
  connection = openConnection({ url, apiKey: 'k', userAgent: 'prank/test', clock: createFakeClock() });
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

function records(from: number, to: number): object[] {
  return Array.from({ length: to - from }, (_, index) => {
    const id = `r${from + index}`;
    return { id, status: 'pending', external_id: id, fields: { prompt: id }, metadata: null };
  });
}

function replyPage(offset: number, items: object[], total: number): void {
  nock(url).get(path).query({ offset, limit: 1000 }).reply(200, { items, total });
}

it('reads every page once and keeps the order', async () => {
  replyPage(0, records(0, 1000), 2_500);
  replyPage(1000, records(1000, 2000), 2_500);
  replyPage(2000, records(2000, 2500), 2_500);
  const listed = await listRecords(connection, 'd1', { withResponses: false });
  expect(listed.map(({ id }) => id)).toEqual(Array.from({ length: 2_500 }, (_, index) => `r${index}`));
  expect(connection.requestCount()).toBe(3);
});

it('makes one request for an empty dataset', async () => {
  replyPage(0, [], 0);
  expect(await listRecords(connection, 'd1', { withResponses: false })).toEqual([]);
});

it('requests answers only when asked to', async () => {
  nock(url).get(path).query({ offset: 0, limit: 1000, include: 'responses' }).reply(200, { items: [], total: 0 });
  expect(await listRecords(connection, 'd1', { withResponses: true })).toEqual([]);
});

it('reads again if a deletion shifted the pages', async () => {
  replyPage(0, records(0, 1000), 1_500);
  replyPage(1000, records(1001, 1500), 1_499);
  replyPage(0, records(0, 1000), 1_499);
  replyPage(1000, records(1001, 1500), 1_499);
  expect(await listRecords(connection, 'd1', { withResponses: false })).toHaveLength(1_499);
});

it('reads again if a record appears twice', async () => {
  replyPage(0, records(0, 1000), 1_500);
  replyPage(1000, records(999, 1499), 1_500);
  replyPage(0, records(0, 1000), 1_500);
  replyPage(1000, records(1000, 1500), 1_500);
  expect(await listRecords(connection, 'd1', { withResponses: false })).toHaveLength(1_500);
});

it('starts again with a new visitor if the pages disagree, so that nothing is counted twice', async () => {
  replyPage(0, records(0, 1000), 1_500);
  replyPage(1000, records(999, 1499), 1_500);
  replyPage(0, records(0, 1000), 1_500);
  replyPage(1000, records(1000, 1500), 1_500);
  const visitors: string[][] = [];
  const visitor = await visitRecords(connection, 'd1', { withResponses: false }, () => {
    const ids: string[] = [];
    visitors.push(ids);
    return { ids, add: ({ id }) => void ids.push(id) };
  });
  expect(visitors).toHaveLength(2);
  expect(visitor.ids).toEqual(Array.from({ length: 1_500 }, (_, index) => `r${index}`));
});

it('stops if the dataset never stops changing', async () => {
  nock(url)
    .get(path)
    .query(true)
    .times(4)
    .reply(200, { items: records(0, 1), total: 2 });
  await expect(listRecords(connection, 'd1', { withResponses: false })).rejects.toMatchObject({
    code: 'records_keep_changing',
  });
});
