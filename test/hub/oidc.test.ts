import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIdentity } from '../../src/hub/oidc.ts';
import { PermissionError, RemoteError, UsageError } from '../../src/lib/errors.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const endpoint = 'https://hub.test';
const resource = 'datasets/ada/ratings';
const options = () => ({ endpoint, userAgent: 'prank/test', clock: createFakeClock() });
const envOf =
  (values: Record<string, string>) =>
  (name: string): string | undefined =>
    values[name];
const given = envOf({ HF_OIDC_ID_TOKEN: 'identity' });
const github = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.test/token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job',
};
const exchange = {
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
  subject_token: 'identity',
  resource,
};

afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

describe('exchangeIdentity', () => {
  it('exchanges a given identity, without another token', async () => {
    nock(endpoint, { badheaders: ['authorization'] })
      .post('/oauth/token', exchange)
      .reply(200, { access_token: 'hf_jwt_x', token_type: 'bearer', expires_in: 600 });
    expect(await exchangeIdentity(given, resource, options())).toEqual({ token: 'hf_jwt_x', expiresInSeconds: 600 });
  });

  it('asks GitHub for an identity meant for this Hub, and assumes an hour if the Hub gives no time', async () => {
    nock('https://actions.test', { reqheaders: { authorization: 'Bearer of-the-job' } })
      .get('/token')
      .query({ 'api-version': '2.0', audience: endpoint })
      .reply(200, { count: 1, value: 'identity' });
    nock(endpoint, { badheaders: ['authorization'] })
      .post('/oauth/token', exchange)
      .reply(200, { access_token: 'hf_jwt_x' });
    const env = envOf({ ...github, HF_OIDC_ID_TOKEN: '' });
    expect(await exchangeIdentity(env, resource, options())).toEqual({ token: 'hf_jwt_x', expiresInSeconds: 3600 });
  });

  it('sends GitHub the token of the job even if the Hub is behind a login', async () => {
    nock('https://actions.test', { reqheaders: { authorization: 'Bearer of-the-job' } })
      .get('/token')
      .query(true)
      .reply(200, { value: 'identity' });
    nock(endpoint).post('/oauth/token').basicAuth({ user: 'me', pass: 'pw' }).reply(200, { access_token: 'hf_jwt_x' });
    const behindLogin = { ...options(), login: { user: 'me', password: 'pw' } };
    expect((await exchangeIdentity(envOf(github), resource, behindLogin)).token).toBe('hf_jwt_x');
  });

  it.each<[number, object]>([
    [400, { error: 'invalid_grant', error_description: 'No trusted publisher matches the token' }],
    [401, { error: 'Invalid credentials in Authorization header' }],
    [401, { error: 'no' }],
    [403, { error: 'no' }],
    [404, { error: 'no' }],
  ])('says that the Hub does not trust the job for %i %j', async (status, body) => {
    nock(endpoint).post('/oauth/token').reply(status, body);
    const asked = exchangeIdentity(given, resource, options());
    await expect(asked).rejects.toThrow(PermissionError);
    await expect(asked).rejects.toMatchObject({
      code: 'oidc_refused',
      message: `The Hub does not trust this job for ${resource}.`,
      hint: expect.stringContaining('Trusted publishers'),
      cause: expect.any(Error),
    });
  });

  it.each([429, 500, 503])('does not count a temporary %i as a refusal, and tries again', async (status) => {
    nock(endpoint).post('/oauth/token').reply(status, {});
    nock(endpoint).post('/oauth/token').reply(200, { access_token: 'hf_jwt_x' });
    expect((await exchangeIdentity(given, resource, options())).token).toBe('hf_jwt_x');
  });

  it.each([408, 425, 429, 500])('does not count a lasting %i as a refusal', async (status) => {
    nock(endpoint).post('/oauth/token').times(7).reply(status, {});
    await expect(exchangeIdentity(given, resource, options())).rejects.toMatchObject({ code: `hub_http_${status}` });
  });

  it('passes on a Hub that requires payment unchanged', async () => {
    nock(endpoint).post('/oauth/token').reply(402, {});
    await expect(exchangeIdentity(given, resource, options())).rejects.toMatchObject({ code: 'hub_payment_needed' });
  });

  it.each([
    [{}],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: github.ACTIONS_ID_TOKEN_REQUEST_URL }],
    [{ ACTIONS_ID_TOKEN_REQUEST_TOKEN: github.ACTIONS_ID_TOKEN_REQUEST_TOKEN }],
    [{ ...github, ACTIONS_ID_TOKEN_REQUEST_URL: 'no address' }],
  ])('needs an identity: %j has none', async (values) => {
    const asked = exchangeIdentity(envOf(values), resource, options());
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toMatchObject({
      code: 'oidc_no_identity',
      hint: expect.stringContaining('id-token: write'),
    });
  });

  it('says so if GitHub gives no identity', async () => {
    nock('https://actions.test').get('/token').query(true).reply(403, {});
    const asked = exchangeIdentity(envOf(github), resource, options());
    await expect(asked).rejects.toThrow(RemoteError);
    await expect(asked).rejects.toMatchObject({ code: 'oidc_identity_failed', cause: expect.any(Error) });
  });
});
