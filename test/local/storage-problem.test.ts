import { randomBytes } from 'node:crypto';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/local/app.ts';
import { explainOpening } from '../../src/local/storage/storage-problem.ts';
import { Store } from '../../src/local/storage/store.ts';
import { type LocalWorld, startLocal } from '../support/argilla-local.ts';
import { World } from '../support/argilla-world.ts';

let local: LocalWorld;
let world: World;
let nowMs = Date.parse('2026-01-01T00:00:00Z');

beforeEach(async () => {
  local = await startLocal();
  world = await World.open(local.people);
  await world.ready();
});

afterEach(() => local.end());

test('answers to a full disk get 507, the terminal hears of it once a minute, and what was stored stays', async () => {
  const records = await world.put('one', 'two');
  const heard: string[] = [];
  const store = Store.open(local.db, { clock: () => nowMs, randomBytes });
  const app = await createApp(store, (text) => heard.push(text));
  const headers = { 'x-argilla-api-key': local.people.keys.get('ann') ?? '', 'content-type': 'application/json' };
  const values = { quality: { value: 3 }, why: { value: 'x'.repeat(200_000) } };
  const answer = (id: string | undefined, given: object) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/me/responses/bulk',
      headers,
      payload: { items: [{ record_id: id, status: 'submitted', values: given }] },
    });
  expect((await answer(records[0]?.id, { quality: { value: 3 } })).statusCode).toBe(200);
  store.write((tx) => tx.all('PRAGMA max_page_count = 1'));

  for (let round = 0; round < 3; round += 1) {
    const refused = await answer(records[1]?.id, values);
    expect(refused.statusCode, refused.body).toBe(507);
    expect(refused.json().detail).toContain('disk is full');
  }
  expect(heard).toEqual([expect.stringContaining('the disk is full')]);
  nowMs += 61_000;
  await answer(records[1]?.id, values);
  expect(heard).toHaveLength(2);

  store.write((tx) => tx.all('PRAGMA max_page_count = 1000000'));
  expect((await answer(records[1]?.id, values)).statusCode).toBe(200);
  await app.close();
  store.close();
  const { body } = await world.quietly('GET', `${world.at()}/records?include=responses`);
  expect(body.items.map(({ responses }: { responses: unknown[] }) => responses.length)).toEqual([1, 1]);
});

test('each reason why a database can’t be opened has a message of its own', () => {
  const messages = ['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_CORRUPT', 'SQLITE_CANTOPEN', 'SQLITE_IOERR_READ'].map(
    (code) => String(explainOpening(local.db, new Database.SqliteError('x', code, 0))),
  );
  expect(new Set(messages).size).toBe(5);
  expect(messages[0]).toContain('the disk is full');
  expect(messages[1]).toContain('can only be read');
  expect(messages[2]).toContain('is damaged');
  expect(messages[3]).toContain('you may not write there');
});
