import { createServer, type Server } from 'node:http';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Connection, openConnection } from '../../src/argilla/connection.ts';
import { ArgillaHttpError, ArgillaUnreachableError } from '../../src/argilla/http-error.ts';
import { PermissionError } from '../../src/lib/errors.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const url = 'http://argilla.test';
const schema = z.object({ ok: z.boolean() });
let clock: ReturnType<typeof createFakeClock>;
let connection: Connection;

beforeEach(() => {
  clock = createFakeClock();
  connection = openConnection({ url, apiKey: 'owner.key', userAgent: 'prank/test', clock });
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

function get(path = '/thing'): Promise<{ ok: boolean }> {
  return connection.request({ method: 'GET', path, schema });
}

describe('a request', () => {
  it('carries user agent and key, in the header of Argilla and in that of Extralit', async () => {
    const key = { 'x-argilla-api-key': 'owner.key', 'x-extralit-api-key': 'owner.key' };
    nock(url, { reqheaders: { ...key, 'user-agent': 'prank/test' } })
      .get('/api/v1/thing')
      .reply(200, { ok: true });
    expect(await get()).toEqual({ ok: true });
  });

  it('repeats list parameters by name', async () => {
    nock(url).get('/api/v1/thing?include=a&include=b').reply(200, { ok: true });
    const query = { include: ['a', 'b'] };
    expect(await connection.request({ method: 'GET', path: '/thing', query, schema })).toEqual({ ok: true });
  });

  it('tries again after 500, 503 with Retry-After, and a reset', async () => {
    nock(url).get('/api/v1/thing').reply(500, { detail: 'locked' });
    nock(url).get('/api/v1/thing').reply(503, 'busy', { 'Retry-After': '9' });
    nock(url)
      .get('/api/v1/thing')
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    nock(url).get('/api/v1/thing').reply(200, { ok: true });
    expect(await get()).toEqual({ ok: true });
    expect(clock.slept).toEqual([500, 9_000, 2_000]);
    expect(connection.requestCount()).toBe(4);
  });

  it('gives up after six more tries and keeps the explanation', async () => {
    nock(url).get('/api/v1/thing').times(7).reply(500, { detail: 'database is locked' });
    await expect(get()).rejects.toThrow('Argilla answered 500 to GET /api/v1/thing: database is locked');
  });

  it('does not repeat a POST whose outcome is unknown', async () => {
    nock(url).post('/api/v1/thing').reply(500, {});
    const posted = connection.request({ method: 'POST', path: '/thing', body: {}, schema });
    await expect(posted).rejects.toThrow(ArgillaHttpError);
    expect(clock.slept).toEqual([]);
  });

  it('repeats a POST that was rejected by a rate limit', async () => {
    nock(url).post('/api/v1/thing').reply(429, {});
    nock(url).post('/api/v1/thing').reply(200, { ok: true });
    await connection.request({ method: 'POST', path: '/thing', body: {}, schema });
    expect(connection.requestCount()).toBe(2);
  });

  it('does not repeat a request that is wrong', async () => {
    nock(url)
      .get('/api/v1/thing')
      .reply(401, { detail: { code: 'x', params: { detail: 'no' } } });
    await expect(get()).rejects.toThrow(PermissionError);
  });

  it('recognizes a web page', async () => {
    nock(url).get('/api/v1/thing').reply(200, '<html>Argilla</html>', { 'Content-Type': 'text/html' });
    await expect(get()).rejects.toMatchObject({ code: 'argilla_not_json', exitCode: 4 });
  });

  it('recognizes truncated JSON', async () => {
    nock(url).get('/api/v1/thing').reply(200, '{"ok":', { 'Content-Type': 'application/json' });
    await expect(get()).rejects.toMatchObject({ code: 'argilla_not_json' });
  });

  it('says where an unknown form differs', async () => {
    nock(url).get('/api/v1/thing').reply(200, { ok: 'yes' });
    await expect(get()).rejects.toMatchObject({
      code: 'argilla_unexpected_answer',
      message: expect.stringContaining('ok'),
    });
  });

  it('never follows a redirect with the key', async () => {
    nock(url).get('/api/v1/thing').reply(307, '', { Location: 'https://elsewhere.test/' });
    await expect(get()).rejects.toMatchObject({ code: 'argilla_redirects' });
  });

  it('sends user and password of the address as Basic authentication, decoded, in addition to the key', async () => {
    const sent = Buffer.from('me:p@ss/w').toString('base64');
    nock(url, { reqheaders: { authorization: `Basic ${sent}`, 'x-argilla-api-key': 'owner.key' } })
      .get('/api/v1/thing')
      .reply(200, { ok: true });
    const behindProxy = openConnection({
      url: 'http://me:p%40ss%2Fw@argilla.test/',
      apiKey: 'owner.key',
      userAgent: 'prank/test',
      clock,
    });
    expect(await behindProxy.request({ method: 'GET', path: '/thing', schema })).toEqual({ ok: true });
    expect(behindProxy.url).toBe(url);
  });

  it.each([
    [url, 'argilla_login_needed'],
    ['http://me:hunter22@argilla.test', 'argilla_login_rejected'],
  ])('distinguishes a proxy that rejects %s from Argilla', async (address, code) => {
    nock(url).get('/api/v1/thing').reply(401, 'no', { 'WWW-Authenticate': 'Basic realm="x"' });
    const turnedAway = openConnection({ url: address, apiKey: 'owner.key', userAgent: 'prank/test', clock });
    const error = await turnedAway
      .request({ method: 'GET', path: '/thing', schema })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, exitCode: 3 });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter22');
  });

  it('tries only twice more if a server never answered', async () => {
    nock(url)
      .get('/api/v1/thing')
      .times(3)
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    await expect(get()).rejects.toThrow(
      'No answer from Argilla at http://argilla.test: it refuses connections (ECONNREFUSED).',
    );
    expect(connection.requestCount()).toBe(3);
  });

  it('never shows the key in an error', async () => {
    nock(url)
      .get('/api/v1/thing')
      .times(3)
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    const error = await get().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ArgillaUnreachableError);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('owner.key');
  });
});

describe('on a real socket', () => {
  let server: Server;
  afterEach(() => new Promise((done) => void server.close(done)));

  async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
    server = createServer(handler);
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  it('survives a server that drops the kept connection after a 500', async () => {
    let calls = 0;
    const base = await listen((request, response) => {
      calls += 1;
      if (calls === 2) return void request.socket.destroy();
      response.writeHead(calls === 1 ? 500 : 200, { 'Content-Type': 'application/json' }).end('{"ok":true}');
    });
    const real = openConnection({ url: base, apiKey: 'k', userAgent: 'prank/test', clock });
    expect(await real.request({ method: 'PUT', path: '/x', body: {}, schema })).toEqual({ ok: true });
    expect(calls).toBe(3);
  });

  it('waits for a response longer than an idle socket is kept', async () => {
    const base = await listen((_, response) => {
      setTimeout(() => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"ok":true}'), 4_500);
    });
    const real = openConnection({ url: base, apiKey: 'k', userAgent: 'prank/test', clock });
    expect(await real.request({ method: 'GET', path: '/x', schema })).toEqual({ ok: true });
    expect(real.requestCount()).toBe(1);
  });
});
