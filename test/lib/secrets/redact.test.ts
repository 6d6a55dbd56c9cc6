import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redactAddresses } from '../../../src/lib/secrets/redact.ts';

const secret = 'k€y/with+chars';

it('hides a secret in every form in which it appears', () => {
  const text = `${secret} ${encodeURIComponent(secret)} ${Buffer.from(secret).toString('base64')}`;
  expect(redact(text, [secret])).toBe('*** *** ***');
});

it('leaves short values, which would hide ordinary words', () => {
  expect(redact('a cat', ['cat'])).toBe('a cat');
});

it('hides all of a secret that begins with another one', () => {
  expect(redact('hunter22-again', ['hunter22', 'hunter22-again'])).toBe('***');
});

it('hides a secret inside JSON that is quoted', () => {
  expect(redact(JSON.stringify({ key: 'a"b\\c d' }), ['a"b\\c d'])).toBe('{"key":"***"}');
});

it('hides what a cut leaves of a secret', () => {
  const sent = Buffer.from(`me:${secret}`).toString('base64');
  expect(redact(`got ${sent.slice(0, 9)}… and ${secret.slice(0, 8)}… and k€y…`, [`me:${secret}`, secret])).toBe(
    'got ***… and ***… and k€y…',
  );
});

describe('addresses', () => {
  it.each([
    ['http://user:password@host', 'http://***@host'],
    ['HTTPS://User:PassWord@Host/path', 'HTTPS://***@Host/path'],
    ['https://hf_token@host', 'https://***@host'],
    ['https://user:p@ss@host/x', 'https://***@host/x'],
    ['https://user:p/a/s/s@host/x', 'https://***@host/x'],
    ['https://user:p?a#ss@host/x', 'https://***@host/x'],
    ['https://me@x.org:12/34@host', 'https://***@host'],
    ['https://user:12/34@host', 'https://***@host'],
    ['https://user:p%40ss%2F@host', 'https://***@host'],
    ['https://:password@host', 'https://***@host'],
    ['http://user:password@[2001:db8::1]:8080/x', 'http://***@[2001:db8::1]:8080/x'],
    ['jdbc:postgresql://user:password@host/db', 'jdbc:postgresql://***@host/db'],
    ['socks5h://user:password@proxy:1080', 'socks5h://***@proxy:1080'],
    [String.raw`"http:\/\/user:password@host"`, String.raw`"http:\/\/***@host"`],
    ['no file /campaign/https:/user:password@host/a.csv', 'no file /campaign/https:/***@host/a.csv'],
    ['?next=http%3A%2F%2Fuser%3Apassword%40host%2Fx', '?next=http%3A%2F%2F***%40host%2Fx'],
    ['from http://a:b@c to http://d:e@f.', 'from http://***@c to http://***@f.'],
    ['see http://user:passw…', 'see http://***…'],
    ["'http://user:password@host': no", "'http://***@host': no"],
  ])('hides what gives access in %s', (text, hidden) => {
    expect(redactAddresses(text)).toBe(hidden);
  });

  it.each([
    ['https://x.org/a?token=abc&b=1', 'https://x.org/a?token=***&b=1'],
    ['https://x.org/?b=1&access_token=abc', 'https://x.org/?b=1&access_token=***'],
    ['https://x.org/#access_token=abc', 'https://x.org/#access_token=***'],
    [
      'https://s3/x?X-Amz-Credential=AKIA%2Fx&X-Amz-Date=1&X-Amz-Signature=0af',
      'https://s3/x?X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=***',
    ],
    ['https://blob/x?sv=1&sig=a%2Bb', 'https://blob/x?sv=1&sig=***'],
    ['https://cdn/x?Expires=1&Signature=ab~c&Key-Pair-Id=K', 'https://cdn/x?Expires=1&Signature=***&Key-Pair-Id=K'],
    ['https://maps/x?key=abc', 'https://maps/x?key=***'],
    ['<a href="/x?a=1&amp;api_key=abc">', '<a href="/x?a=1&amp;api_key=***">'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
    ["{ authorization: 'Bearer abc.def' }", "{ authorization: 'Bearer ***' }"],
  ])('hides the parameter in %s', (text, hidden) => {
    expect(redactAddresses(text)).toBe(hidden);
  });

  it.each([
    'https://huggingface.co/datasets/o/n',
    'https://x.org/@somebody/post',
    'http://localhost:6900/@somebody',
    'http://x.org:80…',
    'http://[::1]:6900/?mail=a@b.org',
    'https://x.org/?mail=a@b.org&page=2&monkey=see',
    'mail a@b.org: nothing to hide',
    'git@github.com:o/n.git',
    'write https://<user>:<password>@host',
    'Basic settings',
  ])('leaves %s as it is', (text) => {
    expect(redactAddresses(text)).toBe(text);
  });

  it('hides any user and password, whatever their characters', () => {
    const part = fc.stringMatching(/^[^\s"<>@:/?#\\]{0,20}canary[^\s"<>]{0,20}$/u);
    const schemes = fc.constantFrom('http', 'https', 'HTTP', 'ftp', 'postgresql', 'socks5');
    fc.assert(
      fc.property(schemes, part, part, (scheme, user, password) => {
        expect(redactAddresses(`to ${scheme}://${user}:${password}@host.org/a`)).not.toContain('canary');
      }),
    );
  });

  it('is fast for a long text', () => {
    const text = `${'http://a.b/'.repeat(20_000)}${'x'.repeat(200_000)}`;
    const start = performance.now();
    redactAddresses(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
