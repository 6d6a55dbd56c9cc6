import { randomBytes } from 'node:crypto';
import Database from 'libsql';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Filter } from '../../src/local/bodies/search.ts';
import {
  countRecords,
  deleteRecords,
  insertRecord,
  recomputeStatus,
  updateRecordContent,
} from '../../src/local/storage/records.ts';
import { listUsersProgress } from '../../src/local/storage/progress.ts';
import { deleteResponse, findResponse, upsertResponse } from '../../src/local/storage/responses.ts';
import { schemaVersion1 } from '../../src/local/storage/schema.ts';
import { searchRecords } from '../../src/local/search/search-records.ts';
import { Store, type Tx } from '../../src/local/storage/store.ts';

const ports = { clock: Date.now, randomBytes };
const users = ['ann', 'bob', 'cem'];
const time = '2026-01-01T00:00:00.000001';
let folder: string;
let db: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  db = join(folder, 'local.db');
  store = Store.open(db, ports);
  store.write(addPeople);
});

afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true });
});

function addPeople(tx: Pick<Tx, 'run'>): void {
  for (const name of users) {
    tx.run(
      `INSERT INTO users (id, first_name, username, role, api_key, password_hash, inserted_at, updated_at)
       VALUES (?, ?, ?, 'annotator', ?, '', ?, ?)`,
      name,
      name,
      name,
      name,
      time,
      time,
    );
  }
  tx.run('INSERT INTO workspaces (id, name, inserted_at, updated_at) VALUES (?, ?, ?, ?)', 'w', 'w', time, time);
  for (const id of ['d', 'other']) {
    tx.run(
      `INSERT INTO datasets (id, name, allow_extra_metadata, status, min_submitted, workspace_id, last_activity_at,
         inserted_at, updated_at) VALUES (?, ?, 0, 'ready', 2, 'w', ?, ?, ?)`,
      id,
      id,
      time,
      time,
      time,
    );
    tx.run(
      `INSERT INTO fields (id, name, title, required, settings, dataset_id, inserted_at, updated_at)
       VALUES (?, 'prompt', 'Prompt', 1, '{}', ?, ?, ?)`,
      `f-${id}`,
      id,
      time,
      time,
    );
  }
}

const addRecord = (tx: Tx, prompt: string, dataset = 'd') =>
  insertRecord(tx, { fields: JSON.stringify({ prompt }), metadata: null, external_id: null, dataset_id: dataset });

function answer(tx: Tx, recordId: string, userId: string, status: 'submitted' | 'discarded' | 'draft'): void {
  const now = tx.now();
  upsertResponse(tx, { recordId, userId }, { status, values: {} }, { insertedAt: now, newAt: now, replacedAt: now });
  recomputeStatus(tx, recordId, 2);
}

const statusIs = (entity: 'record' | 'response', ...values: string[]): Filter => ({
  type: 'terms',
  scope: { entity, property: 'status' },
  values,
});

function totalOf(tx: Tx, userId: string, and: Filter[]): number {
  return searchRecords(tx, { datasetId: 'd', body: { filters: { and } }, offset: 0, limit: 1, userId }).total;
}

/** The same figures, counted in the tables themselves. */
function expectTrueCounts(tx: Tx): void {
  for (const status of ['pending', 'completed'] as const) {
    const sql = `SELECT count(*) AS count FROM records WHERE dataset_id = 'd' AND status = ?`;
    expect(countRecords(tx, 'd', status)).toBe(tx.get<{ count: number }>(sql, status)?.count);
  }
  const rows = tx.all<{ user: string; record: string; status: string; count: number }>(
    `SELECT user_id AS user, records.status AS record, responses.status AS status, count(*) AS count
     FROM responses JOIN records ON records.id = record_id WHERE dataset_id = 'd' GROUP BY 1, 2, 3`,
  );
  const none = { submitted: 0, discarded: 0, draft: 0 };
  const expected = users
    .filter((name) => rows.some(({ user }) => user === name))
    .map((username) => {
      const of = (record: string) =>
        Object.fromEntries(
          rows
            .filter((row) => row.user === username && row.record === record)
            .map(({ status, count }) => [status, count]),
        );
      return { username, completed: { ...none, ...of('completed') }, pending: { ...none, ...of('pending') } };
    });
  expect(listUsersProgress(tx, 'd')).toEqual(expected);
  for (const user of users) {
    const open = tx.get<{ count: number }>(
      `SELECT count(*) AS count FROM records WHERE dataset_id = 'd' AND status = 'pending' AND NOT EXISTS
         (SELECT 1 FROM responses WHERE record_id = records.id AND user_id = ? AND status <> 'draft')`,
      user,
    );
    expect(totalOf(tx, user, [statusIs('response', 'pending', 'draft'), statusIs('record', 'pending')])).toBe(
      open?.count,
    );
  }
}

const act = fc.record({
  kind: fc.constantFrom('add', 'answer', 'answer', 'answer', 'take back', 'delete', 'delete user'),
  record: fc.nat(4),
  user: fc.constantFrom(...users),
  status: fc.constantFrom('submitted' as const, 'discarded' as const, 'draft' as const),
});

describe('the counters', () => {
  test('are what is in the tables, whatever is added, answered, changed and deleted', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const undo = new Error('undo');
        const play = () =>
          store.write((tx) => {
            const ids = [addRecord(tx, 'one'), addRecord(tx, 'two')];
            const gone = new Set<string>();
            addRecord(tx, 'elsewhere', 'other');
            for (const { kind, record, user, status } of acts) {
              const id = ids[record % ids.length] ?? '';
              const response = findResponse(tx, id, user);
              if (kind === 'add') ids.push(addRecord(tx, 'more'));
              else if (kind === 'answer' && !gone.has(user) && ids.length > 0) answer(tx, id, user, status);
              else if (kind === 'take back' && response !== undefined) {
                deleteResponse(tx, response.id);
                recomputeStatus(tx, id, 2);
              } else if (kind === 'delete' && ids.length > 1) {
                deleteRecords(tx, 'd', [id]);
                ids.splice(record % ids.length, 1);
              } else if (kind === 'delete user') {
                tx.run('DELETE FROM users WHERE id = ?', user);
                gone.add(user);
              }
              expectTrueCounts(tx);
            }
            tx.run(`DELETE FROM datasets WHERE id = 'd'`);
            expect(tx.all(`SELECT * FROM record_counts WHERE dataset_id = 'd'`)).toEqual([]);
            expect(tx.all('SELECT * FROM answer_counts')).toEqual([]);
            expect(tx.all('SELECT rowid FROM record_words')).toHaveLength(1);
            throw undo;
          });
        expect(play).toThrow(undo);
      }),
      { numRuns: 60 },
    );
  });

  test('and the words come with the upgrade of an older database', () => {
    const path = join(folder, 'old.db');
    const old = new Database(path);
    old.exec(schemaVersion1);
    old.exec(`INSERT INTO meta VALUES ('schema_version', '1')`);
    addPeople({ run: (sql, ...values) => old.prepare(sql).run(...values).changes });
    const record = old.prepare(`INSERT INTO records (id, fields, status, dataset_id, inserted_at, updated_at)
      VALUES (?, ?, ?, 'd', ?, ?)`);
    record.run('r1', '{"prompt":"Hello world"}', 'completed', time, time);
    record.run('r2', '{"prompt":"Goodbye"}', 'pending', time, time);
    const response =
      old.prepare(`INSERT INTO responses (id, answers, status, record_id, user_id, inserted_at, updated_at)
      VALUES (?, '{}', ?, ?, ?, ?, ?)`);
    response.run('a1', 'submitted', 'r1', 'ann', time, time);
    response.run('a2', 'submitted', 'r1', 'bob', time, time);
    response.run('a3', 'draft', 'r2', 'ann', time, time);
    old.close();
    for (const round of ['first', 'second']) {
      const opened = Store.open(path, ports);
      opened.write((tx) => {
        expectTrueCounts(tx);
        expect(found(tx, 'hello'), round).toEqual(['r1']);
        const given = { filters: { and: [statusIs('response', 'submitted', 'draft')] } };
        const own = searchRecords(tx, { datasetId: 'd', body: given, offset: 0, limit: 9, userId: 'ann' });
        expect(own.records.map(({ id }) => id).toSorted()).toEqual(['r1', 'r2']);
      });
      opened.close();
    }
  });

  test('and a long upgrade is announced before it begins, once', () => {
    const path = join(folder, 'large.db');
    const old = new Database(path);
    old.exec(schemaVersion1);
    old.exec(`INSERT INTO meta VALUES ('schema_version', '1')`);
    addPeople({ run: (sql, ...values) => old.prepare(sql).run(...values).changes });
    old.exec(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 26000)
      INSERT INTO records (id, fields, status, dataset_id, inserted_at, updated_at)
      SELECT 'r' || n, '{"prompt":"p"}', 'pending', 'd', '${time}', '${time}' FROM numbers`);
    const announced: string[] = [];
    const onUpgrade = (text: string): void => {
      expect(old.prepare(`SELECT value FROM meta WHERE key = 'schema_version'`).all()).toEqual([{ value: '1' }]);
      announced.push(text);
    };
    for (let round = 0; round < 2; round += 1) Store.open(path, { ...ports, onUpgrade }).close();
    old.close();
    expect(announced).toEqual([`Upgrading ${path} for this version, once: about 2 s …`]);
    Store.open(join(folder, 'new.db'), { ...ports, onUpgrade }).close();
    expect(announced).toHaveLength(1);
  });

  test('of a newer version are left alone', () => {
    store.write((tx) => tx.run(`UPDATE meta SET value = '99' WHERE key = 'schema_version'`));
    expect(() => Store.open(db, ports)).toThrow(expect.objectContaining({ code: 'not_a_server_db' }));
  });
});

function found(tx: Tx, q: string, field: string | null = null): string[] {
  const body = { query: { text: { q, field } } };
  return searchRecords(tx, { datasetId: 'd', body, offset: 0, limit: 10 }).records.map(({ id }) => id);
}

describe('a search for words', () => {
  test.each([
    ['hello', 'Hello, world', true],
    ['world HELLO', 'Hello, world', true],
    ['hell', 'Hello, world', false],
    ['hell*', 'Hello, world', true],
    ['hello sea', 'Hello, world', false],
    ['köln', 'In KÖLN', true],
    ["don't", "I don't", true],
    ['don’t', 'I don’t', true],
    ['日本', '日本 語', true],
    ['3.5', 'GPT 3.5', true],
    ['"a" OR b', 'a b', false],
    ['NEAR(a', 'near a', true],
    [':d1', 'nothing of the kind', false],
    ['', 'anything', true],
    ['*', 'anything', true],
  ])('%j in %j: %s', (q, prompt, fits) => {
    store.write((tx) => {
      addRecord(tx, prompt);
      addRecord(tx, prompt, 'other');
      expect(found(tx, q)).toHaveLength(Number(fits));
      expect(found(tx, q, 'prompt')).toHaveLength(Number(fits));
      expect(found(tx, q, 'elsewhere')).toEqual([]);
    });
  });

  test('that reads page by page sees each record once, in an order of the user’s own', () => {
    store.write((tx) => {
      for (let index = 0; index < 25; index += 1) addRecord(tx, `hello ${index}`);
      const read = (userId: string, body: object) =>
        [0, 10, 20].flatMap((offset) =>
          searchRecords(tx, { datasetId: 'd', body, offset, limit: 10, userId }).records.map(({ id }) => id),
        );
      for (const body of [
        {},
        { query: { text: { q: 'hello' } } },
        { filters: { and: [statusIs('record', 'pending')] } },
      ]) {
        const orders = users.map((user) => read(user, body));
        for (const order of orders) expect(new Set(order).size).toBe(25);
        expect(orders[0]).toEqual(read('ann', body));
        expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
      }
    });
  });

  test('needs all words in one field, and follows a change of the record', () => {
    store.write((tx) => {
      const fields = JSON.stringify({ prompt: 'red apple', hint: 'green pear' });
      const id = insertRecord(tx, { fields, metadata: null, external_id: null, dataset_id: 'd' });
      expect(found(tx, 'red apple')).toEqual([id]);
      expect(found(tx, 'red pear')).toEqual([]);
      expect(found(tx, 'pear', 'hint')).toEqual([id]);
      updateRecordContent(tx, id, JSON.stringify({ prompt: 'blue plum', hint: 'green pear' }), null);
      expect(found(tx, 'apple')).toEqual([]);
      expect(found(tx, 'plum')).toEqual([id]);
    });
  });
});
