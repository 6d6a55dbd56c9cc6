import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalWorld, openServer, startLocal } from '../support/argilla-local.ts';
import { request, type Who, World } from '../support/argilla-world.ts';

let local: LocalWorld;
let world: World;

beforeEach(async () => {
  local = await startLocal();
  world = await World.open(local.people);
  await world.ready();
});

afterEach(() => local.end());

function name(who: Who, nickname: unknown): Promise<{ status: number; body: { detail?: string; nickname?: string } }> {
  return world.ask(who, 'PUT', '/prank/me/nickname', { nickname });
}

async function answer(who: Who, record: string, status = 'submitted'): Promise<void> {
  const values = status === 'submitted' ? { quality: { value: 4 } } : {};
  const items = [{ record_id: record, status, values }];
  const { body } = await world.ask(who, 'POST', '/me/responses/bulk', { items });
  expect(body.items[0].error).toBeNull();
}

async function addPrompts(...prompts: string[]): Promise<string[]> {
  await world.put(...prompts);
  const { body } = await world.quietly('GET', `${world.at()}/records?limit=100`);
  return body.items.map(({ id }: { id: string }) => id);
}

async function board(who: Who) {
  const { status, body } = await world.ask(who, 'GET', `/prank${world.at()}/leaderboard`);
  return status === 200 ? body : status;
}

describe('the leaderboard', () => {
  test('names only those who chose a nickname, and forgets it when they leave', async () => {
    const [one = '', two = ''] = await addPrompts('one', 'two');
    await answer('ann', one);
    await answer('ann', two);
    await answer('bob', one);
    await answer('bob', two, 'discarded');
    expect(await board('bob')).toEqual({ items: [], unnamed: { raters: 2, answers: 3 } });

    expect(await name('ann', '  Ada   L.  ')).toMatchObject({ status: 200, body: { nickname: 'Ada L.' } });
    const ada = { place: 1, nickname: 'Ada L.', answers: 2, is_me: false, user: null };
    expect(await board('bob')).toEqual({ items: [ada], unnamed: { raters: 1, answers: 1 } });
    expect(JSON.stringify(await board('bob'))).not.toContain(local.people.nameOf('ann'));

    await name('bob', 'Bob');
    expect((await board('bob')).items).toMatchObject([ada, { place: 2, nickname: 'Bob', is_me: true, user: null }]);
    expect((await world.ask('ann', 'DELETE', '/prank/me/nickname')).status).toBe(204);
    expect(await board('bob')).toMatchObject({ items: [{ nickname: 'Bob' }], unnamed: { raters: 1, answers: 2 } });
  });

  test('gives the same place to the same number of answers', async () => {
    const [one = ''] = await addPrompts('one');
    for (const who of ['ann', 'bob'] as const) await answer(who, one);
    await name('ann', 'b');
    await name('bob', 'A');
    expect((await board('ann')).items).toMatchObject([
      { place: 1, nickname: 'A' },
      { place: 1, nickname: 'b' },
    ]);
  });

  test('is for members; only an organizer learns whose nickname it is, and can remove it', async () => {
    const [one = ''] = await addPrompts('one');
    await answer('ann', one);
    await name('ann', 'Ada');
    const ann = local.people.ids.get('ann');
    expect(await board('outsider')).toBe(403);
    expect(await board('nobody')).toBe(401);
    expect((await board('owner')).items[0].user).toEqual({ id: ann, username: local.people.nameOf('ann') });
    expect((await board('admin')).items[0].user).toBeNull();
    for (const who of ['ann', 'bob', 'admin'] as const) {
      expect((await world.ask(who, 'DELETE', `/prank/users/${ann}/nickname`)).status).toBe(403);
    }
    expect((await world.ask('owner', 'DELETE', `/prank/users/${ann}/nickname`)).status).toBe(204);
    expect((await board('ann')).items).toEqual([]);
  });
});

describe('a nickname', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \u3000 '],
    ['31 characters', 'x'.repeat(31)],
    ['a line break', 'a\nb'],
    ['a character that turns the text around', 'a\u202Eb'],
    ['invisible characters', 'a\u200Bb'],
    ['an escape of terminals', '\u001B[31mred'],
    ['piled up marks', 'Z\u0351\u0352\u0353\u0354\u0355algo'],
    ['marks alone', '\u0301\u0301'],
    ['half a character', '\uD800'],
    ['a number', 7],
  ])('is refused if it is %s', async (_, nickname) => {
    expect((await name('ann', nickname)).status).toBe(422);
    expect((await world.ask('ann', 'GET', '/prank/me/nickname')).body).toEqual({ nickname: null });
  });

  test.each(['<img src=x onerror=alert(1)>', "=HYPERLINK('x')", 'x'.repeat(30), 'محمد', '😀😀', "O'Neil"])(
    'may be %s',
    async (nickname) => {
      expect(await name('ann', nickname)).toMatchObject({ status: 200, body: { nickname } });
    },
  );

  test('is taken if another rater has one that looks alike, or is called so; one can change one’s own', async () => {
    await name('ann', 'Ada L');
    for (const taken of ['Ada L', 'ada l', 'AdaL', 'Ａｄａ L', local.people.nameOf('ann').toUpperCase()]) {
      expect(await name('bob', taken)).toMatchObject({ status: 409 });
    }
    expect((await name('ann', 'ADA L')).status).toBe(200);
    expect((await name('ann', local.people.nameOf('ann'))).status).toBe(200);
    expect((await name('bob', 'Ada L')).status).toBe(200);
  });

  test('ends with its account', async () => {
    await name('ann', 'Ada');
    await world.quietly('DELETE', `/users/${local.people.ids.get('ann')}`);
    expect((await name('bob', 'Ada')).status).toBe(200);
  });

  test('outlives a restart, and a database from before gets the table', async () => {
    await local.server.close();
    const db = new Database(local.db);
    db.exec('DROP TABLE nicknames');
    db.close();
    let server = await openServer(local.db);
    const key = local.people.keys.get('ann');
    expect((await request(server, key, 'PUT', '/prank/me/nickname', { nickname: 'Ada' })).status).toBe(200);
    await server.close();
    server = await openServer(local.db);
    expect((await request(server, key, 'GET', '/prank/me/nickname')).body).toEqual({ nickname: 'Ada' });
    await server.close();
    local.server = await openServer(local.db);
  });
});

function path(): string {
  return `/prank/me${world.at()}/answers`;
}

describe('one’s own answers', () => {
  test('come with their prompts, in pages, without drafts and without those of others', async () => {
    const ids = await addPrompts(...Array.from({ length: 3 }, (_, index) => `prompt ${index}`));
    await answer('ann', ids[0] ?? '');
    await answer('ann', ids[1] ?? '', 'discarded');
    await answer('ann', ids[2] ?? '', 'draft');
    await answer('bob', ids[2] ?? '');
    const { body } = await world.ask('ann', 'GET', path());
    expect(body).toMatchObject({
      items: [
        { record_id: ids[0], fields: { prompt: 'prompt 0' }, status: 'submitted', values: { quality: { value: 4 } } },
        { record_id: ids[1], fields: { prompt: 'prompt 1' }, status: 'discarded' },
      ],
      next: null,
    });
    expect(JSON.stringify(body)).not.toContain('metadata');
    expect((await world.ask('outsider', 'GET', path())).status).toBe(403);
  });

  test('come complete when there are more than a page', async () => {
    const prompts = Array.from({ length: 450 }, (_, index) => `prompt ${index}`);
    await world.put(...prompts);
    const { body } = await world.quietly('GET', `${world.at()}/records?limit=1000`);
    const items = body.items.map(({ id }: { id: string }) => ({ record_id: id, status: 'discarded', values: {} }));
    for (let from = 0; from < items.length; from += 100) {
      await world.ask('ann', 'POST', '/me/responses/bulk', { items: items.slice(from, from + 100) });
    }
    const read: string[] = [];
    let pages = 0;
    for (let after: number | null = 0; after !== null; pages += 1) {
      const page = await world.ask('ann', 'GET', `${path()}?after=${after}`);
      read.push(...page.body.items.map(({ record_id }: { record_id: string }) => record_id));
      after = page.body.next;
    }
    expect(pages).toBe(3);
    expect(read).toEqual(items.map(({ record_id }: { record_id: string }) => record_id));
  });
});
