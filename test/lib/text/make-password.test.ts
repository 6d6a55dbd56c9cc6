import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { makePassword, passwordBytes } from '../../../src/lib/text/make-password.ts';

test('passwords have four groups of characters that nobody mistakes for others', () => {
  expect(makePassword(new Uint8Array(passwordBytes))).toBe('aaaa-aaaa-aaaa-aaaa');
  const seen = new Set(Array.from({ length: 300 }, () => makePassword(randomBytes(passwordBytes))));
  expect(seen.size).toBe(300);
  for (const password of seen) expect(password).toMatch(/^(?:[a-hjkmnp-tv-z2-9]{4}-){3}[a-hjkmnp-tv-z2-9]{4}$/);
  expect(new Set([...seen].join('')).size).toBe(31);
});
