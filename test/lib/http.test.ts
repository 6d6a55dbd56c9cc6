import { afterAll, expect, it, vi } from 'vitest';
import { createHttp, send } from '../../src/lib/http.ts';
import { Servers } from '../support/network/servers.ts';

const servers = new Servers();
afterAll(() => servers.close());

it('soon gives up on a server that accepts a connection and never encrypts it', async () => {
  const port = await servers.raw(() => {});
  const http = createHttp({ headers: {}, timeoutMs: 60_000, connectMs: 50 });
  const outcome = await send(http, { method: 'GET', url: `https://127.0.0.1:${port}` }, undefined);
  expect(outcome).toMatchObject({ response: null, error: { code: 'ETIMEDOUT' } });
});

it('waits longer for an answer than for the connection', async () => {
  const port = await servers.http((_, response) => void setTimeout(() => response.end('late'), 200));
  const http = createHttp({ headers: {}, timeoutMs: 60_000, connectMs: 50 });
  const outcome = await send(http, { method: 'GET', url: `http://127.0.0.1:${port}` }, undefined);
  expect(outcome.response?.data).toBe('late');
});

it('sends user and password to the proxy that the environment names, and to nobody else', async () => {
  const proxy = await servers.proxy('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi');
  vi.stubEnv('http_proxy', `http://me:p%40ss@127.0.0.1:${proxy.port}`);
  vi.stubEnv('no_proxy', '');
  const http = createHttp({ headers: { Authorization: 'Bearer own' }, timeoutMs: 5_000 });
  const outcome = await send(http, { method: 'GET', url: 'http://argilla.example/x' }, undefined);
  vi.unstubAllEnvs();
  expect(outcome.response?.data).toBe('hi');
  expect(outcome.proxy).toMatchObject({ url: `http://127.0.0.1:${proxy.port}`, variable: 'HTTP_PROXY' });
  expect(proxy.heads).toEqual([expect.stringMatching(/^GET http:\/\/argilla\.example\/x HTTP\/1\.1\r\n/u)]);
  expect(proxy.heads[0]).toMatch(
    new RegExp(`Proxy-Authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}`, 'iu'),
  );
  expect(proxy.heads[0]).toMatch(/Authorization: Bearer own/u);
});
