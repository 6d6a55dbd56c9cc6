import { text } from 'node:stream/consumers';
import nock from 'nock';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openHub } from '../../src/hub/connection.ts';
import { listFiles } from '../../src/hub/repos/files.ts';
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
    .get('/hub/file')
    .reply(302, '', { Location: 'https://storage.test/file' });
  nock('https://storage.test', { badheaders: ['authorization'] })
    .get('/file')
    .reply(200, 'content');
  const hub = openHub({ endpoint: findEndpoint(env), login: findEndpointLogin(env), token: 'hf_x', userAgent: 'test' });
  expect(hub.endpoint).toBe('https://mirror.test/hub');
  const { body } = await hub.download({ path: '/file' });
  expect(await text(body)).toBe('content');
});

it.each([
  ['to another origin', 'https://login.test/sign-in?next=secret', 'https://login.test/sign-in'],
  ['to an invalid address', 'http://[', 'nowhere'],
])('names the place of a redirect %s, and does not go there', async (_name, location, place) => {
  nock('https://mirror.test').get('/api/thing').reply(302, '', { Location: location });
  const hub = openHub({ endpoint: 'https://mirror.test', token: null, userAgent: 'test' });
  const asked = hub.request({ method: 'GET', path: '/api/thing', schema });
  await expect(asked).rejects.toMatchObject({
    code: 'hub_redirected',
    message: `The Hub at https://mirror.test redirected GET /api/thing to ${place}, so it was not done.`,
  });
});

const page = (path: string): object => ({ type: 'file', path, oid: 'a'.repeat(40), size: 1 });

it('asks a mirror for what the Hub gives as its own address', async () => {
  nock('https://mirror.test')
    .get('/hub/api/datasets/a/b/tree/c?recursive=true&expand=false')
    .reply(200, [page('1')], { Link: '<https://huggingface.co/api/datasets/a/b/tree/c?cursor=2>; rel="next"' });
  nock('https://mirror.test')
    .get('/hub/api/datasets/a/b/tree/c?cursor=2')
    .reply(200, [page('2')]);
  const hub = openHub({ endpoint: findEndpoint(env), token: null, userAgent: 'test' });
  const files = await listFiles(hub, { type: 'dataset', name: 'a/b' }, 'c');
  expect(files.map(({ path }) => path)).toEqual(['1', '2']);
});
