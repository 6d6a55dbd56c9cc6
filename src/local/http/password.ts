import { scrypt, scryptSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** scrypt's N, a power of two: the cost of a guess for anyone who gets the database. About 50 ms. */
export const defaultPasswordCost = 16_384;

/** `scrypt$<salt>$<hash>`, both in base64. A cost other than the default comes before the salt. */
export function hashPassword(password: string, salt: Uint8Array, cost: number = defaultPasswordCost): string {
  const saltText = Buffer.from(salt).toString('base64');
  const hash = derive(password, saltText, cost).toString('base64');
  return ['scrypt', ...(cost === defaultPasswordCost ? [] : [cost]), saltText, hash].join('$');
}

const scryptAside = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);

/** Like `hashPassword`, on another thread, so that nobody waits meanwhile. */
export async function hashPasswordSlowly(
  password: string,
  salt: Uint8Array,
  cost: number = defaultPasswordCost,
): Promise<string> {
  const saltBytes = Buffer.from(salt);
  const hash = await scryptAside(password, saltBytes, 32, { N: cost });
  const parts = [saltBytes.toString('base64'), hash.toString('base64')];
  return ['scrypt', ...(cost === defaultPasswordCost ? [] : [cost]), ...parts].join('$');
}

/** Takes the same time for a missing user (no hash) as for a wrong password. */
export function isPassword(password: string, stored: string | undefined, cost: number = defaultPasswordCost): boolean {
  const parts = (stored ?? `scrypt$${cost}$bm9ib2R5$`).split('$');
  const [hash = '', salt = '', given = String(defaultPasswordCost)] = parts.slice(1).toReversed();
  const expected = Buffer.from(hash, 'base64');
  const derived = derive(password, salt, Number(given));
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

function derive(password: string, salt: string, cost: number): Buffer {
  return scryptSync(password, Buffer.from(salt, 'base64'), 32, { N: cost });
}
