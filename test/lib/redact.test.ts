import { expect, it } from 'vitest';
import { redact } from '../../src/lib/redact.ts';

const secret = 'k€y/with+chars';

it('hides a secret in every form that it travels in', () => {
  const text = `${secret} ${encodeURIComponent(secret)} ${Buffer.from(secret).toString('base64')}`;
  expect(redact(text, [secret])).toBe('*** *** ***');
});

it('leaves short values alone, which would blank ordinary words', () => {
  expect(redact('a cat', ['cat'])).toBe('a cat');
});
