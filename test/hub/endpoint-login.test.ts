import nock from 'nock';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openHub } from '../../src/hub/connection.ts';
import { findEndpoint, findEndpointLogin } from '../../src/hub/token.ts';

const schema = z.object({ ok: z.boolean() });
const env = (name: string): string | undefined =>
  name === 'HF_ENDPOINT' ? 'https://me:p%40ss@mirror.test/hub/' : undefined;

afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

it('sends user and password of HF_ENDPOINT to the mirror, and nowhere along a redirect', async () => {
  const sent = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  nock('https://mirror.test', { reqheaders: { authorization: sent } })
    .get('/hub/api/thing')
    .reply(302, '', { Location: 'https://storage.test/thing' });
  nock('https://storage.test', { badheaders: ['authorization'] })
    .get('/thing')
    .reply(200, { ok: true });
  const hub = openHub({ endpoint: findEndpoint(env), login: findEndpointLogin(env), token: 'hf_x', userAgent: 'test' });
  expect(hub.endpoint).toBe('https://mirror.test/hub');
  expect(await hub.request({ method: 'GET', path: '/api/thing', schema })).toEqual({ ok: true });
});

it('does not understand a redirect to an invalid address', async () => {
  nock('https://mirror.test').get('/api/thing').reply(302, '', { Location: 'http://[' });
  const hub = openHub({ endpoint: 'https://mirror.test', token: null, userAgent: 'test' });
  const asked = hub.request({ method: 'GET', path: '/api/thing', schema });
  await expect(asked).rejects.toMatchObject({ code: 'hub_unexpected_answer' });
});
