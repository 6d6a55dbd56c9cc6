import { expect, it } from 'vitest';
import { defaultPasswordCost, hashPassword, isPassword } from '../../../src/local/http/password.ts';

const salt = Buffer.from('0123456789abcdef');

it.each([defaultPasswordCost, 16])('a password is checked at the cost %d of its hash, not the current one', (cost) => {
  const stored = hashPassword('correct horse', salt, cost);
  for (const now of [defaultPasswordCost, 32]) {
    expect(isPassword('correct horse', stored, now)).toBe(true);
    expect(isPassword('Correct horse', stored, now)).toBe(false);
    expect(isPassword('', stored, now)).toBe(false);
  }
});

it('keeps the form of existing databases', () => {
  expect(hashPassword('x', salt)).toMatch(/^scrypt\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/u);
  expect(hashPassword('x', salt, 16)).toMatch(/^scrypt\$16\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/u);
});

it('nobody without an account has a password', () => {
  expect(isPassword('', undefined, 16)).toBe(false);
  expect(isPassword('nobody', undefined, 16)).toBe(false);
});
