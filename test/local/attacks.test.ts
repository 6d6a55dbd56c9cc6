import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalServer } from '../../src/local/start-server.ts';
import { ask, type LocalWorld, logIn, startLocal } from '../support/argilla-local.ts';
import { request, type Who, World } from '../support/argilla-world.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';

let local: LocalWorld;
let world: World;

beforeAll(async () => {
  local = await startLocal();
  world = await World.open(local.people);
  await world.ready();
});

afterAll(() => local.end());

/** Begins a request on a connection of its own. */
async function begin(head: string[]): Promise<Socket> {
  const { hostname, port } = new URL(local.server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.write(`${[...head, 'Host: x'].join('\r\n')}\r\n\r\n`);
  return socket;
}

async function statusOf(socket: Socket): Promise<number> {
  const [data] = await once(socket, 'data');
  return Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1]);
}

function sendAs(who: Who, path: string, body: string): Promise<Response> {
  return fetch(`${local.server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'x-argilla-api-key': local.people.keys.get(who) ?? '', 'content-type': 'application/json' },
    body,
  });
}

function largeItems(megabytes: number): string {
  return JSON.stringify({ items: ' '.repeat(megabytes * 1024 * 1024) });
}

function manyItems(count: number): string {
  return `{"items":[${'{},'.repeat(count)}{}]}`;
}

function find(q: string): string {
  return JSON.stringify({ query: { text: { q } } });
}

describe('a body', () => {
  const bulk = 'POST /api/v1/me/responses/bulk HTTP/1.1';

  test('of somebody without a valid key is not waited for', async () => {
    for (const key of [[], ['X-Argilla-Api-Key: wrong'], ['Authorization: Bearer a.b.c']]) {
      for (const length of [100, 67_000_000]) {
        const socket = await begin([bulk, ...key, `Content-Length: ${length}`]);
        expect(await statusOf(socket)).toBe(401);
        socket.destroy();
      }
    }
  });

  test('of a login is small', async () => {
    const login = 'POST /api/v1/token HTTP/1.1';
    const form = 'Content-Type: application/x-www-form-urlencoded';
    const declared = await begin([login, form, 'Content-Length: 16385']);
    expect(await statusOf(declared)).toBe(413);
    const chunked = await begin([login, form, 'Transfer-Encoding: chunked']);
    chunked.write(`4001\r\n${'a'.repeat(0x4001)}\r\n`);
    expect(await statusOf(chunked)).toBe(413);
    for (const socket of [declared, chunked]) socket.destroy();
  });

  test('of a rater has at most a megabyte, and that of an owner 64', async () => {
    expect((await sendAs('ann', '/me/responses/bulk', largeItems(0.9))).status).toBe(422);
    expect((await sendAs('ann', '/me/responses/bulk', largeItems(1))).status).toBe(413);
    expect((await sendAs('owner', '/me/responses/bulk', largeItems(30))).status).toBe(422);
  });

  test('of a rater has at most 20,000 values', async () => {
    expect((await sendAs('ann', '/me/responses/bulk', manyItems(19_990))).status).toBe(422);
    const refused = await sendAs('ann', '/me/responses/bulk', manyItems(300_000));
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({ detail: 'The request has more than 20000 values' });
    expect((await sendAs('owner', '/me/responses/bulk', manyItems(300_000))).status).toBe(422);
  });

  test('of a rater is one of few that have not ended', async () => {
    const key = `X-Argilla-Api-Key: ${local.people.keys.get('ann')}`;
    const sockets = await Promise.all(
      Array.from({ length: 3 }, () => begin([bulk, key, 'Content-Type: application/json', 'Content-Length: 1000000'])),
    );
    const statuses = sockets.map((socket) => statusOf(socket));
    for (const socket of sockets) socket.write(' '.repeat(990_000));
    expect(await Promise.race(statuses)).toBe(429);
    expect((await sendAs('bob', '/me/responses/bulk', '{"items":[]}')).status).toBe(422);
    for (const status of statuses) status.catch(() => {});
    for (const socket of sockets) socket.destroy();
    // Nothing of what has ended is counted.
    await expect.poll(async () => (await sendAs('ann', '/me/responses/bulk', ' '.repeat(900_000))).status).toBe(422);
  });
});

test('a body that was under way when the account was removed changes nothing', async () => {
  const user = { username: 'leaver', first_name: 'x', password: 'correct horse' };
  const { body: leaver } = await ask(local.server, 'POST', '/users', user);
  const body = JSON.stringify({ items: [] });
  const head = ['POST /api/v1/me/responses/bulk HTTP/1.1', `X-Argilla-Api-Key: ${leaver.api_key}`];
  const socket = await begin([...head, 'Content-Type: application/json', `Content-Length: ${body.length + 100}`]);
  socket.write('{"items":[{"record_id":"00000000-0000-4000-8000-000000000000",');
  await ask(local.server, 'DELETE', `/users/${leaver.id}`);
  socket.write('"status":"discarded"}]}'.padEnd(body.length + 100 - 62));
  expect(await statusOf(socket)).toBe(401);
  socket.destroy();
});

describe('a search', () => {
  test('has at most 1,000 characters', async () => {
    const path = `/me${world.at()}/records/search`;
    expect((await sendAs('ann', path, find('a '.repeat(500)))).status).toBe(200);
    expect((await sendAs('ann', path, find('a '.repeat(501)))).status).toBe(422);
  });

  test('of a large dataset gives the same in the thread for heavy reads', async () => {
    const threads: number[] = [];
    const note = (worker: Worker) => threads.push(worker.threadId);
    process.on('worker', note);
    const items = Array.from({ length: 500 }, (_, index) => ({ fields: { prompt: `a rare ${index}` } }));
    for (let batch = 0; batch < 3; batch += 1) await ask(local.server, 'PUT', `${world.at()}/records/bulk`, { items });
    const read = async () => [
      await request(local.server, local.people.keys.get('ann'), 'POST', `/me${world.at()}/records/search?limit=7`, {
        query: { text: { q: 'rare 7' } },
        sort: [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'desc' }],
      }),
      await ask(local.server, 'GET', `${world.at()}/records?limit=3`),
      await request(local.server, local.people.keys.get('ann'), 'GET', `${world.at()}/records?limit=3`),
      await ask(local.server, 'POST', `${world.at()}/records/search`, { sort: [] }),
    ];
    const here = await read();
    expect(here.map(({ status }) => status)).toEqual([200, 200, 403, 422]);
    expect(here[0]?.body.total).toBe(3);
    expect(threads).toHaveLength(0);
    // One record more than is read without the thread.
    const more = Array.from({ length: 501 }, () => ({ fields: { prompt: 'other' } }));
    await ask(local.server, 'PUT', `${world.at()}/records/bulk`, { items: more.slice(0, 500) });
    await ask(local.server, 'PUT', `${world.at()}/records/bulk`, { items: more.slice(500) });
    const [found, listed, refused, invalid] = await read();
    expect(found).toEqual(here[0]);
    expect(listed?.body).toEqual({ ...here[1]?.body, total: 2001 });
    expect([refused, invalid]).toEqual(here.slice(2));
    expect(threads).toHaveLength(1);
    process.off('worker', note);
  });
});

describe('logins', () => {
  test('are limited to 20 a minute for a name at an address; other names get in', async () => {
    const tries = await Promise.all(Array.from({ length: 120 }, () => logIn(local.server, 'somebody', 'guess')));
    const statuses = tries.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(100);
    const form = new URLSearchParams({ username: 'somebody', password: 'guess' });
    const refused = await fetch(`${local.server.url}/api/v1/token`, { method: 'POST', body: form });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toEqual({
      detail: expect.stringMatching(/^Too many logins\. Try again in \d+ seconds\.$/),
    });
    expect((await logIn(local.server, local.people.nameOf('ann'))).status).toBe(201);
  });

  test('are limited to 600 a minute for an address, and failed ones are reported without passwords', async () => {
    const said: string[] = [];
    const db = `${local.folder}/other.db`;
    const owner = { username: 'owner', apiKey: 'owner.apikey-of-the-tests' };
    const server = await startLocalServer({ ...cheapPasswords, db, owner, onTrouble: (text) => said.push(text) });
    try {
      const statuses: number[] = [];
      for (let round = 0; round < 7; round += 1) {
        const names = Array.from({ length: 100 }, (_, index) => `name ${round} ${index}`);
        const tries = await Promise.all(names.map((name) => logIn(server, name, 'secret guess')));
        statuses.push(...tries.map(({ status }) => status));
      }
      expect(statuses.filter((status) => status === 401)).toHaveLength(600);
      expect(statuses.filter((status) => status === 429)).toHaveLength(100);
      expect(said).toEqual([expect.stringMatching(/^A login from 127\.0\.0\.1 failed, as name 0 \d+\.$/)]);
    } finally {
      await server.close();
    }
  });
});
