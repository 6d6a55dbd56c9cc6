import { expect, it } from 'vitest';
import { checkPassword, defaultPasswordCost, hashPassword, isPassword } from '../../../src/local/http/password.ts';

const salt = Buffer.from('0123456789abcdef');

it.each([defaultPasswordCost, 16])(
  'checks a password at the cost %d of its hash, not the current one',
  async (cost) => {
    const stored = hashPassword('correct horse', salt, cost);
    for (const [given, isRight] of [
      ['correct horse', true],
      ['Correct horse', false],
      ['', false],
    ] as const) {
      expect(isPassword(given, stored)).toBe(isRight);
      expect(await checkPassword(given, stored)).toBe(isRight);
      expect(await checkPassword(given, stored, 32)).toBe(isRight);
    }
  },
);

it('keeps the form of existing databases', () => {
  expect(hashPassword('x', salt)).toMatch(/^scrypt\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/u);
  expect(hashPassword('x', salt, 16)).toMatch(/^scrypt\$16\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/u);
});

it('nobody without an account has a password', async () => {
  expect(await checkPassword('', undefined, 16)).toBe(false);
  expect(await checkPassword('nobody', undefined, 16)).toBe(false);
});
