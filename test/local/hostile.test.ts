import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type LocalWorld, startLocal } from '../support/argilla-local.ts';
import { World } from '../support/argilla-world.ts';

let local: LocalWorld;
let world: World;

beforeAll(async () => {
  local = await startLocal();
  world = await World.open(local.people);
  await world.ready();
});

afterAll(() => local.end());

const nasty = [
  "'; DROP TABLE records; --",
  '" OR 1=1 --',
  '<script>alert(1)</script>',
  '__proto__',
  '../../etc/passwd',
  '$."quality"',
  '\u202Egnp.exe',
  '💥'.repeat(50),
  '%00%0a',
];

describe('text that looks like code', () => {
  test('comes back unchanged, wherever text is allowed', async () => {
    const items = nasty.map((text) => ({ external_id: text, fields: { prompt: text }, metadata: { [text]: text } }));
    const { status } = await ask(local.server, 'PUT', `${world.at()}/records/bulk`, { items });
    expect(status).toBe(200);
    const { body } = await ask(local.server, 'GET', `${world.at()}/records`);
    expect(body.items.map((item: { external_id: string }) => item.external_id)).toEqual(nasty);
    expect(body.items.map((item: { fields: { prompt: string } }) => item.fields.prompt)).toEqual(nasty);
    for (const [index, text] of nasty.entries())
      expect(Object.entries(body.items[index].metadata)).toEqual([[text, text]]);
  });

  test.each(nasty)('is data in a search: %s', async (text) => {
    const filter = { type: 'terms', scope: { entity: 'record', property: 'external_id' }, values: [text] };
    const found = await ask(local.server, 'POST', `${world.at()}/records/search`, { filters: { and: [filter] } });
    expect(found.body.total).toBe(1);
    const words = await ask(local.server, 'POST', `${world.at()}/records/search`, { query: { text: { q: text } } });
    expect(words.status).toBe(200);
    for (const scope of [
      { entity: 'response', question: text },
      { entity: 'metadata', metadata_property: text },
    ]) {
      const unknown = { filters: { and: [{ type: 'terms', scope, values: ['a'] }] } };
      expect((await ask(local.server, 'POST', `${world.at()}/records/search`, unknown)).status).toBe(422);
    }
  });
});

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${local.server.url}/api/v1${world.at()}/records/bulk`, {
    method: 'PUT',
    headers: { 'x-argilla-api-key': local.server.ownerKey, 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

describe('bodies that try to break the parser', () => {
  test.each([
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422],
    ['deep nesting with a float', `{"items":[{"fields":${'{"a":'.repeat(20_000)}1.0${'}'.repeat(20_000)}}]}`, 422],
    [
      'deep metadata',
      `{"items":[{"fields":{"prompt":"p"},"metadata":{"a":${'['.repeat(20_000)}1.0${']'.repeat(20_000)}}}]}`,
      422,
    ],
    [
      'deep metadata without a float',
      `{"items":[{"fields":{"prompt":"p"},"metadata":{"a":${'['.repeat(20_000)}1${']'.repeat(20_000)}}}]}`,
      422,
    ],
    ['truncated', '{"items":[{"fields":{"prompt":"p', 422],
    ['not JSON', 'items=1', 422],
    ['lone surrogate', '{"items":[{"fields":{"prompt":"\\ud800"}}]}', 422],
    ['lone surrogate as a key', '{"items":[{"fields":{"prompt":"p"},"metadata":{"\\udc00":1}}]}', 422],
    ['NaN', '{"items":[{"fields":{"prompt":"p"},"metadata":{"score":NaN}}]}', 422],
    [
      'an endless number',
      `{"items":[{"external_id":"n","fields":{"prompt":"p"},"metadata":{"n":${'9'.repeat(5000)}}}]}`,
      200,
    ],
  ])('%s', async (_name, body, status) => {
    expect((await send(body)).status).toBe(status);
  });

  test('bytes that are not UTF-8', async () => {
    expect((await send(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))).status).toBe(400);
  });

  test('another content type is not read as JSON', async () => {
    const body = JSON.stringify({ items: [{ external_id: 'typed', fields: { prompt: 'p' } }] });
    expect((await send(body, { 'content-type': 'text/plain' })).status).toBe(422);
    expect((await send(body, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(422);
    expect((await send(body, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  test('a body beyond the limit is rejected, and the server continues', async () => {
    expect((await send(`{"items":"${'x'.repeat(65 * 1024 * 1024)}"}`)).status).toBe(413);
    expect((await ask(local.server, 'GET', '/me')).status).toBe(200);
  });
});

describe('the page', () => {
  test.each(['/', '/sign-in', '/dataset/x', '/..%2f..%2fpackage.json', '/page.js/../../../package.json', '/%00'])(
    'answers %s with itself and strict headers',
    async (path) => {
      const response = await fetch(`${local.server.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'; .*; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types dompurify$/,
      );
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await response.text()).not.toContain('"dependencies"');
    },
  );

  test('is not served for other methods, nor below /api', async () => {
    expect((await fetch(`${local.server.url}/x`, { method: 'POST' })).status).toBe(405);
    const response = await fetch(`${local.server.url}/api/v2/x`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ detail: 'Not Found' });
  });

  test('runs no script and no style of its own in the document', async () => {
    const html = await (await fetch(local.server.url)).text();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/i);
  });
});

describe('a request that makes no sense', () => {
  test.each([
    ['GET', '//', undefined, 404],
    ['GET', '//[', undefined, 404],
    ['GET', '//evil.example/x', undefined, 404],
    ['GET', '/%E0%A4%A', undefined, 400],
    ['POST', '//', undefined, 404],
    ['POST', '/api/v1/token', 'nonsense', 415],
    ['POST', '/api/v1/token', ';', 415],
    ['POST', '/api/v1/token', 'application/json', 422],
    ['POST', '/api/v1/workspaces', 'application/', 415],
    ['POST', '/api/v1/workspaces', 'nonsense', 415],
    ['POST', '/api/v1/workspaces', 'multipart/form-data', 422],
    ['PATCH', '/api/v1/%', 'text/plain; charset=%', 400],
  ])('is no fault of the server: %s %s with type %s', async (method, path, type, status) => {
    const { hostname, port } = new URL(local.server.url);
    const headers = {
      'x-argilla-api-key': local.server.ownerKey,
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    const sent = httpRequest({ hostname, port, method, path, headers });
    sent.end(type === undefined ? undefined : '{}');
    const [response] = await once(sent, 'response');
    response.resume();
    expect(response.statusCode).toBe(status);
  });
});
