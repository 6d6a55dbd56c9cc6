import { describe, expect, it } from 'vitest';
import {
  basicAuthorization,
  isSameAddress,
  listAddressSecrets,
  splitAddress,
  trimServerPath,
} from '../../../src/lib/secrets/address.ts';

describe('splitAddress', () => {
  it.each([
    ['https://x.org/', 'https://x.org', null],
    ['http://me:hunter22@x.org:81/argilla/', 'http://x.org:81/argilla', { user: 'me', password: 'hunter22' }],
    ['https://me:p%40s%2Fs%3A@x.org', 'https://x.org', { user: 'me', password: 'p@s/s:' }],
    ['https://me:p@ss@x.org', 'https://x.org', { user: 'me', password: 'p@ss' }],
    ['https://token@x.org', 'https://x.org', { user: 'token', password: '' }],
    ['https://m%C3%A9:%zz@x.org', 'https://x.org', { user: 'mé', password: '%zz' }],
    ['http://me:hunter22@[::1]:81', 'http://[::1]:81', { user: 'me', password: 'hunter22' }],
  ])('takes %s apart', (written, url, login) => {
    expect(splitAddress(written)).toEqual({ url, login });
  });

  it.each(['x.org', 'me:hunter22@x.org', 'ftp://x.org', 'https://', 'http://me:a/b@x.org'])('refuses %s', (written) => {
    expect(splitAddress(written)).toBeNull();
  });
});

it.each([
  ['https://x.org', 'https://x.org'],
  ['https://x.org/api/v1', 'https://x.org'],
  ['https://x.org/api/v1/', 'https://x.org'],
  ['https://x.org/argilla/api/v1/me', 'https://x.org/argilla'],
  ['https://x.org/api', 'https://x.org/api'],
  ['https://api/v1', 'https://api/v1'],
  ['https://x.org/sign-in', 'https://x.org'],
  ['https://x.org/a/dataset/0f0e1d2c-0000-4000-8000-000000000000/annotation-mode?page=1', 'https://x.org/a'],
  ['https://x.org/dataset/other', 'https://x.org/dataset/other'],
])('finds the server in %s', (written, server) => {
  expect(trimServerPath(written)).toBe(server);
});

it('sends user and password as RFC 7617 says', () => {
  expect(basicAuthorization({ user: 'Aladdin', password: 'open sesame' })).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
});

it.each([
  ['https://x.org', 'https://me:hunter22@X.org:443/', true],
  ['https://x.org/a/', 'https://x.org/a', true],
  ['https://x.org/api/v1', 'https://x.org', true],
  ['https://x.org', 'http://x.org', false],
  ['https://x.org', 'https://x.org/a', false],
  ['x.org', 'https://x.org', false],
])('compares %s and %s', (a, b, isSame) => {
  expect(isSameAddress(a, b)).toBe(isSame);
});

describe('listAddressSecrets', () => {
  it.each([
    ['https://me:p%40ss/w@x.org', ['p%40ss/w', 'p@ss/w', 'me:p@ss/w']],
    ['https://me:p@ss-word@x.org', ['p@ss-word', 'p%40ss-word', 'me:p@ss-word']],
    ['HTTPS://token-1@x.org', ['token-1', 'token-1:']],
    ['me:hunter/22@x.org', ['hunter/22']],
    ['postgresql://me:hunter22@x.org/db', ['hunter22']],
    ['http://me:1234/56@x.org', ['1234/56']],
  ])('finds them in %s', (written, secrets) => {
    expect(listAddressSecrets(written)).toEqual(expect.arrayContaining(secrets));
  });

  it.each(['https://x.org', 'https://x.org/@me', 'x.org', '', 'hub'])('finds none in %j', (written) => {
    expect(listAddressSecrets(written)).toEqual([]);
  });
});
