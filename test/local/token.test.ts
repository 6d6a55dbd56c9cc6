import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { request } from '../support/argilla-world.ts';
import { ask, type LocalWorld, logIn, openServer, startLocal } from '../support/argilla-local.ts';

let local: LocalWorld;
let now = Date.parse('2026-01-01T00:00:00Z');

beforeEach(async () => {
  local = await startLocal(() => now);
});

afterEach(() => local.end());

async function whoAmI(token: string, url = local.server.url): Promise<number> {
  return (await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
}

function forge(token: string, change: object, secret: string, header?: object): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...change };
  const changedHead = header === undefined ? head : Buffer.from(JSON.stringify(header)).toString('base64url');
  const signed = `${changedHead}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${signed}.${secret === '' ? signature : createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

test("the right username and password give a token, wrong ones don't", async () => {
  const right = await logIn(local.server, local.people.nameOf('ann'));
  expect(right.status).toBe(201);
  expect(await whoAmI(right.token)).toBe(200);
  expect((await logIn(local.server, local.people.nameOf('ann'), 'wrong horse')).status).toBe(401);
  expect((await logIn(local.server, 'nobody')).status).toBe(401);
  expect((await logIn(local.server, 'owner', '')).status).toBe(401);
});

test('a token lives one day, also across a restart', async () => {
  const { token } = await logIn(local.server, local.people.nameOf('ann'));
  const second = await openServer(local.db, () => now);
  expect(await whoAmI(token, second.url)).toBe(200);
  await second.close();
  now += 24 * 60 * 60 * 1000 - 1000;
  expect(await whoAmI(token)).toBe(200);
  now += 2000;
  expect(await whoAmI(token)).toBe(401);
});

test('nobody but the server makes tokens', async () => {
  const { token } = await logIn(local.server, local.people.nameOf('ann'));
  const owner = { identity: local.people.ids.get('owner'), username: 'owner', role: 'owner' };
  expect(await whoAmI(forge(token, owner, ''))).toBe(401);
  expect(await whoAmI(forge(token, owner, 'guessed'))).toBe(401);
  expect(await whoAmI(forge(token, owner, '', { alg: 'none', typ: 'JWT' }))).toBe(401);
  for (const text of ['x', 'a.b', 'a.b.c.d', `${token}x`, token.slice(0, -2)]) expect(await whoAmI(text)).toBe(401);
});

test('a token is deleted with its user, even if the name is used again', async () => {
  const username = local.people.nameOf('ann');
  const { token } = await logIn(local.server, local.people.nameOf('ann'));
  await ask(local.server, 'DELETE', `/users/${local.people.ids.get('ann')}`);
  expect(await whoAmI(token)).toBe(401);
  await ask(local.server, 'POST', '/users', { username, first_name: 'x', password: 'correct horse' });
  expect(await whoAmI(token)).toBe(401);
});

test('a changed password ends the tokens and the key that came before it', async () => {
  const username = local.people.nameOf('ann');
  const { token } = await logIn(local.server, username);
  const path = `/users/${local.people.ids.get('ann')}`;
  expect((await ask(local.server, 'PATCH', path, { last_name: 'x' })).status).toBe(200);
  expect(await whoAmI(token)).toBe(200);
  await ask(local.server, 'PATCH', path, { password: 'battery staple' });
  expect(await whoAmI(token)).toBe(401);
  expect((await request(local.server, local.people.keys.get('ann'), 'GET', '/me')).status).toBe(401);
  expect(await whoAmI((await logIn(local.server, username, 'battery staple')).token)).toBe(200);
  await ask(local.server, 'PATCH', `/users/${local.people.ids.get('owner')}`, { password: 'battery staple' });
  expect((await ask(local.server, 'GET', '/me')).status).toBe(200);
});

test('a valid key is enough, whatever the other header says', async () => {
  const headers = { 'x-argilla-api-key': local.server.ownerKey, authorization: 'Bearer of-the-proxy' };
  expect((await fetch(`${local.server.url}/api/v1/me`, { headers })).status).toBe(200);
  const { token } = await logIn(local.server, local.people.nameOf('ann'));
  const wrong = { 'x-argilla-api-key': 'wrong', authorization: `Bearer ${token}` };
  expect((await fetch(`${local.server.url}/api/v1/me`, { headers: wrong })).status).toBe(200);
});

test('no password is in the database', async () => {
  const { readFileSync } = await import('node:fs');
  for (const name of [local.db, `${local.db}-wal`]) expect(readFileSync(name).includes('correct horse')).toBe(false);
});
