import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import Database from 'libsql';
import { openDoor, readSharedAddress, shutDoor } from '../../src/local/door.ts';
import { startLocalServer } from '../../src/local/start-server.ts';
import { type LocalWorld, logIn, openServer, startLocal } from '../support/argilla-local.ts';
import { type Answer, request, World } from '../support/argilla-world.ts';

let local: LocalWorld;
let world: World;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00Z');
  local = await startLocal(() => now);
  world = await World.open(local.people);
  await world.ready();
});

afterEach(() => local.end());

function post(path: string, body: unknown): Promise<Answer> {
  return request(local.server, undefined, 'POST', path, body);
}

function join(token: string, name: string, password = 'correct horse'): Promise<Answer> {
  return post('/prank/join', { token, name, password });
}

function door(method: 'GET' | 'PUT' | 'DELETE', body?: object): Promise<Answer> {
  return world.quietly(method, `/prank/workspaces/${world.workspace}/door`, body);
}

async function open(limits: object = {}): Promise<string> {
  return (await door('PUT', limits)).body.token;
}

async function countUsers(): Promise<number> {
  return (await world.quietly('GET', '/users')).body.items.length;
}

/** What the database knows beside accounts, datasets and answers. */
function readFacts(): string {
  const db = new Database(local.db, { readonly: true });
  try {
    return JSON.stringify(db.prepare('SELECT * FROM meta').all());
  } finally {
    db.close();
  }
}

describe('whoever has the link', () => {
  test('becomes an annotator who sees the workspace of the link, and no other', async () => {
    await World.open(local.people);
    const token = await open();
    expect((await post('/prank/invitation', { token })).body).toEqual({ workspace: world.name });
    const joined = await join(token, ' Zoë  K. ');
    expect(joined).toMatchObject({ status: 201, body: { username: 'Zoë K.' } });
    const ask = (method: string, path: string, body?: object): Promise<Answer> =>
      request(local.server, joined.body.api_key, method, path, body);
    expect((await ask('GET', '/me')).body).toMatchObject({ role: 'annotator', first_name: 'Zoë K.' });
    const { items } = (await ask('GET', '/me/workspaces')).body;
    expect(items.map(({ name }: { name: string }) => name)).toEqual([world.name]);
    expect((await ask('GET', '/me/datasets')).body.items).toHaveLength(1);
    expect((await ask('GET', `/prank/workspaces/${world.workspace}/door`)).status).toBe(403);
    expect((await ask('GET', `/prank/workspaces/${world.workspace}/people`)).status).toBe(403);
    expect((await ask('GET', '/users')).status).toBe(403);
    expect((await logIn(local.server, 'Zoë K.')).status).toBe(201);
  });

  test('can join a second time under another name only', async () => {
    const token = await open();
    expect((await join(token, 'zoe')).status).toBe(201);
    expect((await join(token, 'zoe', 'another password')).status).toBe(409);
    expect((await logIn(local.server, 'zoe')).status).toBe(201);
    expect((await join(token, 'yan')).status).toBe(201);
    expect((await door('GET')).body.joined).toBe(2);
  });

  test.each(['owner', 'OWNER', '0wner', 'öwner', 'ann', 'Ann'])(
    'can’t take the name of somebody else: %s',
    async (who) => {
      const name = /ann/i.test(who) ? who + local.people.nameOf('ann').slice(3) : who;
      const token = await open();
      expect((await join(token, name)).status).toBe(409);
      expect((await logIn(local.server, local.people.nameOf('ann'))).status).toBe(201);
    },
  );

  test.each([
    [{ name: '', password: 'correct horse' }],
    [{ name: 'a\u202Eda', password: 'correct horse' }],
    [{ name: 'ada', password: 'short' }],
    [{ name: 'ada', password: 'x'.repeat(101) }],
    [{ name: 'ada' }],
    [{ name: ['ada'], password: 'correct horse' }],
    [{ name: 'ada', password: 'correct horse', token: null }],
  ])('makes no account with %j', async (body) => {
    const token = await open();
    const before = await countUsers();
    expect((await post('/prank/join', { token, ...body })).status).toBe(422);
    expect(await countUsers()).toBe(before);
  });

  test('can’t choose a role, a workspace or a hash', async () => {
    const body = { name: 'ada', password: 'correct horse', role: 'owner', passwordHash: 'x', workspaces: [] };
    const { api_key: key } = (await post('/prank/join', { token: await open(), ...body })).body;
    expect((await request(local.server, key, 'GET', '/me')).body.role).toBe('annotator');
    expect((await logIn(local.server, 'ada')).status).toBe(201);
  });
});

describe('a link', () => {
  test('that is wrong, changed or empty opens nothing', async () => {
    const token = await open();
    const before = await countUsers();
    const wrong = [
      token.slice(1),
      `${token}x`,
      token.toUpperCase(),
      '',
      'x'.repeat(32),
      '../',
      token.replace(/.$/, '~'),
    ];
    for (const other of wrong) {
      expect((await post('/prank/invitation', { token: other })).status).toBe(410);
      expect((await join(other, 'zoe')).status).toBe(410);
    }
    expect(await countUsers()).toBe(before);
  });

  test('is nowhere in the database', async () => {
    const token = await open();
    const facts = readFacts();
    expect(facts).toContain('invitation');
    expect(facts).not.toContain(token);
  });

  test('lets in as many people as it is for, also if they come at once', async () => {
    const token = await open({ limit: 3 });
    // With passwords that take their time, all ten are let past the first look at the limit.
    const owner = { username: 'owner', apiKey: local.server.ownerKey };
    const slow = await startLocalServer({ db: local.db, owner, clock: () => now });
    const joinSlowly = (name: string): Promise<Answer> =>
      request({ ...local.server, url: slow.url }, undefined, 'POST', '/prank/join', {
        token,
        name,
        password: 'correct horse',
      });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => joinSlowly(`zoe ${index + 2}x`)));
    await slow.close();
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(7);
    expect((await join(token, 'late')).body.detail).toContain('As many people');
    expect((await post('/prank/invitation', { token })).status).toBe(410);
  });

  test('ends at its time', async () => {
    const token = await open({ minutes: 60 });
    now += 59 * 60_000;
    expect((await join(token, 'zoe')).status).toBe(201);
    now += 60_000;
    expect((await join(token, 'yan')).body.detail).toContain('has ended');
  });

  test('never works again after the door was closed, also if it is opened again', async () => {
    const first = await open();
    expect((await door('DELETE')).body).toMatchObject({ is_open: false });
    expect((await join(first, 'zoe')).body.detail).toContain('doesn’t work');
    const second = await open();
    expect(second).not.toBe(first);
    expect((await join(first, 'zoe')).status).toBe(410);
    expect((await join(second, 'zoe')).status).toBe(201);
  });

  test('does not work if the workspace is gone', async () => {
    const token = await open();
    await world.quietly('DELETE', world.at());
    await world.quietly('DELETE', `/workspaces/${world.workspace}`);
    expect((await join(token, 'zoe')).status).toBe(410);
  });

  test('is the same after a restart with --invite, and works only then', async () => {
    const address = 'https://192.168.0.5:6900';
    const options = { address, workspace: world.name, limit: null, untilMs: null };
    const link = openDoor(local.db, options);
    const token = link.split('#')[1] ?? '';
    expect(link).toMatch(/^https:\/\/192\.168\.0\.5:6900\/join#[\w-]{32}$/);
    expect((await join(token, 'zoe')).status).toBe(201);
    await local.server.close();
    const restarted = await openServer(local.db, () => now, Number(new URL(local.server.url).port));

    shutDoor(local.db, 'http://127.0.0.1:1');
    expect(readSharedAddress(local.db)).toBe('http://127.0.0.1:1');
    expect((await join(token, 'yan')).body.detail).toContain('at the moment');
    expect(openDoor(local.db, options)).toBe(link);
    expect((await join(token, 'yan')).status).toBe(201);
    expect((await door('GET')).body).toMatchObject({ joined: 2, address });
    await restarted.close();
  });

  test('needs a workspace that people can join', () => {
    const options = { address: null, limit: null, untilMs: null };
    expect(() => openDoor(local.db, { ...options, workspace: 'none' })).toThrow(
      expect.objectContaining({ code: 'nothing_to_join' }),
    );
    expect(openDoor(local.db, { ...options, workspace: null })).toContain('/join#');
  });
});

function answer(who: 'ann' | 'bob', status: 'submitted' | 'discarded') {
  const values = status === 'submitted' ? { quality: { value: 3 } } : {};
  return { user_id: world.id(who), status, values };
}

test('nothing about a deleted person is left in the database', async () => {
  const { id } = (await join(await open(), 'zoe')).body;
  await world.quietly('PATCH', `/users/${id}`, { password: 'battery staple' });
  await world.quietly('DELETE', `/workspaces/${world.workspace}/users/${id}`);
  expect(readFacts()).toContain(id);
  await world.quietly('DELETE', `/users/${id}`);
  expect(readFacts()).not.toContain(id);
});

describe('the organizer', () => {
  const calls: [method: string, path: string, body?: object][] = [
    ['GET', 'people'],
    ['GET', 'door'],
    ['PUT', 'door', {}],
    ['DELETE', 'door'],
  ];

  test.each(calls)('is the owner, or an admin of the workspace: %s %s', async (method, path, body) => {
    const url = `/prank/workspaces/${world.workspace}/${path}`;
    const other = await World.open(local.people);
    await world.quietly('DELETE', `/workspaces/${other.workspace}/users/${world.id('admin')}`);
    for (const [who, status] of [
      ['owner', 200],
      ['admin', 200],
      ['ann', 403],
      ['outsider', 403],
      ['nobody', 401],
    ] as const) {
      expect((await world.ask(who, method, url, body)).status, who).toBe(status);
    }
    const elsewhere = `/prank/workspaces/${other.workspace}/${path}`;
    expect((await world.ask('admin', method, elsewhere, body)).status).toBe(403);
    expect((await world.ask('owner', method, url.replace(/[0-9a-f]/, 'f').replace(/[1-9a-f]/, '0'), body)).status).toBe(
      404,
    );
  });

  test.each([{ limit: 0 }, { limit: 1.5 }, { limit: 'many' }, { minutes: 0 }, { minutes: -5 }, { minutes: 1e9 }])(
    'can’t open the door with %j',
    async (limits) => {
      expect((await door('PUT', limits)).status).toBe(422);
      expect((await door('GET')).body.is_open).toBe(false);
    },
  );

  test('of one workspace neither sees nor closes the door of another', async () => {
    const token = await open();
    const other = await World.open(local.people);
    const path = `/prank/workspaces/${other.workspace}/door`;
    expect((await world.quietly('GET', path)).body).toEqual({ is_open: false, address: null });
    expect((await world.quietly('DELETE', path)).status).toBe(200);
    expect((await join(token, 'zoe')).status).toBe(201);
  });

  test('sees who is in and how far they are, and no key or password', async () => {
    await world.put(
      {
        external_id: 'a',
        fields: { prompt: 'a' },
        responses: [answer('ann', 'submitted'), answer('bob', 'discarded')],
      },
      { external_id: 'b', fields: { prompt: 'b' }, responses: [answer('ann', 'submitted')] },
    );
    await world.ask('bob', 'POST', `/me${world.at()}/records/search`, {});
    const { body } = await world.quietly('GET', `/prank/workspaces/${world.workspace}/people`);
    expect(body.items).toEqual([
      {
        id: world.id('ann'),
        username: local.people.nameOf('ann'),
        joined_at: expect.any(String),
        is_member: true,
        submitted: 2,
        discarded: 0,
        is_active: false,
      },
      expect.objectContaining({ username: local.people.nameOf('bob'), submitted: 0, discarded: 1 }),
    ]);
  });

  test('sees the removed, whose answers stay', async () => {
    await world.put({ external_id: 'a', fields: { prompt: 'a' }, responses: [answer('ann', 'submitted')] });
    for (const who of ['ann', 'bob'] as const) {
      await world.quietly('DELETE', `/workspaces/${world.workspace}/users/${world.id(who)}`);
    }
    const { body } = await world.quietly('GET', `/prank/workspaces/${world.workspace}/people`);
    expect(body.items).toMatchObject([
      { username: local.people.nameOf('ann'), is_member: false, submitted: 1 },
      { username: local.people.nameOf('bob'), is_member: false, submitted: 0 },
    ]);
    const { body: records } = await world.quietly('GET', `${world.at()}/records?include=responses`);
    expect(records.items[0].responses).toHaveLength(1);
    expect((await world.ask('ann', 'POST', `/me${world.at()}/records/search`, {})).status).toBe(403);
  });
});
