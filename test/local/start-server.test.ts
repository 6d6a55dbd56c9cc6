import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addListedRaters, addRater, isRater, letRaterIn, letRatersIn } from '../../src/local/add-rater.ts';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { logIn } from '../support/argilla-local.ts';
import { type Answer, request } from '../support/argilla-world.ts';

let folder: string;
let db: string;
const running: LocalServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  db = join(folder, 'local.db');
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(apiKey: string, more: { username?: string; port?: number; db?: string } = {}): Promise<string> {
  const { username = 'owner', ...options } = more;
  const server = await startLocalServer({ db, owner: { username, apiKey }, ...options });
  running.push(server);
  return server.url;
}

function ask(url: string, key: string, path: string, method = 'GET', body?: unknown): Promise<Answer> {
  return request({ url, ownerKey: key }, key, method, path, body);
}

describe('startLocalServer', () => {
  test('makes the database readable only by its owner', async () => {
    await start('first-key');
    for (const name of [db, `${db}-wal`, `${db}-shm`]) expect((await stat(name)).mode & 0o777).toBe(0o600);
  });

  test('listens on loopback on a free port', async () => {
    expect(await start('first-key')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('makes the owner once, and gives them another key when told to', async () => {
    const first = await ask(await start('first-key'), 'first-key', '/me');
    expect(first.body).toMatchObject({ username: 'owner', role: 'owner', api_key: 'first-key' });
    const url = await start('second-key');
    expect((await ask(url, 'second-key', '/me')).body.id).toBe(first.body.id);
    expect((await ask(url, 'first-key', '/me')).status).toBe(401);
  });

  test('rejects somebody else’s key, and an owner who is a rater', async () => {
    await start('first-key');
    addRater(db, { username: 'ann', password: 'correct horse' });
    await expect(start('first-key', { username: 'second' })).rejects.toMatchObject({ code: 'owner_key_taken' });
    await expect(start('other-key', { username: 'ann' })).rejects.toMatchObject({ code: 'owner_is_rater' });
  });

  test('says which port is in use and what to type', async () => {
    const { port } = new URL(await start('first-key'));
    const second = start('first-key', { port: Number(port), db: join(folder, 'second.db') });
    await expect(second).rejects.toMatchObject({
      name: 'UsageError',
      code: 'port_in_use',
      message: expect.stringContaining(port),
      hint: expect.stringContaining('--port'),
    });
  });

  test('leaves a file alone that is not its database', async () => {
    const foreign = join(folder, 'notes.txt');
    await writeFile(foreign, 'not a database, but notes of mine\n'.repeat(100));
    await expect(start('first-key', { db: foreign })).rejects.toMatchObject({ code: 'not_a_server_db' });
    expect((await stat(foreign)).size).toBe(3400);
  });

  test('tells a damaged database from a foreign file', async () => {
    const made = new Database(db);
    made.exec('CREATE TABLE meta (key TEXT)');
    made.close();
    // What is left is the header, which says that this is a database.
    await writeFile(db, Buffer.concat([(await readFile(db)).subarray(0, 100), Buffer.alloc(8092, 0x55)]));
    await expect(start('first-key')).rejects.toMatchObject({ code: 'server_db_damaged' });
  });

  test('makes the folder of its database, but not below a file', async () => {
    await start('first-key', { db: join(folder, 'new', 'folder', 'x.db') });
    await writeFile(join(folder, 'file'), '');
    await expect(start('first-key', { db: join(folder, 'file', 'x.db') })).rejects.toMatchObject({
      code: 'file_unwritable',
    });
  });
});

describe('addRater', () => {
  test('makes an account in all workspaces while the server runs; again, it sets the password', async () => {
    const url = await start('first-key');
    const { body: workspace } = await ask(url, 'first-key', '/workspaces', 'POST', { name: 'w' });
    const made = addRater(db, { username: 'ann', password: 'correct horse' });
    expect(made.created).toBe(true);
    const { body } = await ask(url, 'first-key', `/workspaces/${workspace.id}/users`);
    expect(body.items.map((user: { username: string; role: string }) => [user.username, user.role])).toEqual([
      ['ann', 'annotator'],
    ]);

    expect(addRater(db, { username: 'ann', password: 'battery staple' })).toEqual({ id: made.id, created: false });
    expect((await logIn({ url }, 'ann')).status).toBe(401);
    expect((await logIn({ url }, 'ann', 'battery staple')).status).toBe(201);
  });

  test.each([
    [{ username: '', password: 'correct horse' }, 'rater_name'],
    [{ username: 'ann', password: 'short' }, 'rater_password'],
    [{ username: 'owner', password: 'correct horse' }, 'rater_is_staff'],
    [{ username: 'ann', password: 'correct horse', workspaces: ['none'] }, 'unknown_workspace'],
  ])('refuses %j', async (rater, code) => {
    const url = await start('first-key');
    expect(() => addRater(db, rater)).toThrow(expect.objectContaining({ code }));
    expect((await ask(url, 'first-key', '/users')).body.items).toHaveLength(1);
  });
});

describe('addListedRaters', () => {
  test('checks the passwords of a list once, however often the server starts, and sets the changed ones', async () => {
    const url = await start('first-key');
    const list = new Map([
      ['ann', 'correct horse'],
      ['bob', 'correct horse'],
    ]);
    const salts: number[] = [];
    const ports = {
      clock: Date.now,
      passwordCost: 16,
      randomBytes: (size: number) => (salts.push(size), randomBytes(size)),
    };
    addListedRaters(db, list, ports);
    expect((await logIn({ url }, 'bob')).status).toBe(201);
    const { token } = await logIn({ url }, 'ann');
    salts.length = 0;
    addListedRaters(db, list, ports);
    expect(salts).toEqual([]);

    addListedRaters(db, new Map([...list, ['bob', 'battery staple'], ['cem', 'correct horse']]), ports);
    expect((await logIn({ url }, 'bob')).status).toBe(401);
    expect((await logIn({ url }, 'bob', 'battery staple')).status).toBe(201);
    expect((await logIn({ url }, 'cem')).status).toBe(201);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${url}/api/v1/me`, { headers })).status).toBe(200);
  });
});

async function members(url: string, workspaceId: string): Promise<string[]> {
  const { body } = await ask(url, 'first-key', `/workspaces/${workspaceId}/users`);
  return body.items.map(({ username }: { username: string }) => username);
}

describe('raters and workspaces', () => {
  test('raters whom the organizer made join the workspaces that come later; others do not', async () => {
    const url = await start('first-key');
    addRater(db, { username: 'ann', password: 'correct horse' });
    addRater(db, { username: 'bob', password: 'correct horse', workspaces: [] });
    const { body: workspace } = await ask(url, 'first-key', '/workspaces', 'POST', { name: 'w' });
    expect(await members(url, workspace.id)).toEqual([]);
    letRatersIn(db);
    letRatersIn(db);
    expect(await members(url, workspace.id)).toEqual(['ann']);
  });

  test('who was removed stays out, whatever the list says, until the organizer asks for them by name', async () => {
    const url = await start('first-key');
    const { body: workspace } = await ask(url, 'first-key', '/workspaces', 'POST', { name: 'w' });
    const list = new Map([['ann', 'correct horse']]);
    addListedRaters(db, list);
    const { id } = addRater(db, { username: 'bob', password: 'correct horse' });
    const { body } = await ask(url, 'first-key', `/workspaces/${workspace.id}/users`);
    for (const user of body.items) {
      await ask(url, 'first-key', `/workspaces/${workspace.id}/users/${user.id}`, 'DELETE');
    }
    addListedRaters(db, list);
    letRatersIn(db);
    expect(await members(url, workspace.id)).toEqual([]);
    expect(letRaterIn(db, 'bob')).toBe(true);
    expect(await members(url, workspace.id)).toEqual(['bob']);
    expect((await ask(url, 'first-key', `/users/${id}`)).status).toBe(200);
    expect((await logIn({ url }, 'bob')).status).toBe(201);
  });

  test('a list of old passwords never undoes a new one', async () => {
    const url = await start('first-key');
    addListedRaters(db, new Map([['ann', 'correct horse']]));
    addRater(db, { username: 'ann', password: 'battery staple' });
    addListedRaters(
      db,
      new Map([
        ['ann', 'correct horse'],
        ['bob', 'correct horse'],
      ]),
    );
    expect((await logIn({ url }, 'ann', 'battery staple')).status).toBe(201);
    expect((await logIn({ url }, 'bob')).status).toBe(201);
    const { body } = await ask(url, 'first-key', '/users');
    const { id } = body.items.find(({ username }: { username: string }) => username === 'bob');
    await ask(url, 'first-key', `/users/${id}`, 'PATCH', { password: 'battery staple' });
    addListedRaters(db, new Map([['bob', 'correct horse']]));
    expect((await logIn({ url }, 'bob', 'battery staple')).status).toBe(201);
  });

  test('knows raters from other people', async () => {
    await start('first-key');
    addRater(db, { username: 'ann', password: 'correct horse' });
    expect(isRater(db, 'ann')).toBe(true);
    expect(isRater(db, 'bob')).toBe(false);
    expect(letRaterIn(db, 'bob')).toBe(false);
    expect(() => isRater(db, 'owner')).toThrow(expect.objectContaining({ code: 'rater_is_staff' }));
  });
});
