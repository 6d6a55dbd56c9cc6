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

/** Whether a stored hash is of this password. Blocks the thread. */
export function isPassword(password: string, stored: string): boolean {
  const { hash, salt, cost } = readStored(stored);
  return isEqual(hash, derive(password, salt, cost));
}

const deriveInBackground = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);

/** Like isPassword, in a thread of its own. Takes the same time for a missing user (no hash) as for a wrong password. */
export async function checkPassword(
  password: string,
  stored: string | undefined,
  cost: number = defaultPasswordCost,
): Promise<boolean> {
  const { hash, salt, cost: given } = readStored(stored ?? `scrypt$${cost}$bm9ib2R5$`);
  return isEqual(hash, await deriveInBackground(password, Buffer.from(salt, 'base64'), 32, { N: given }));
}

function readStored(stored: string): { hash: Buffer; salt: string; cost: number } {
  const [hash = '', salt = '', cost = defaultPasswordCost] = stored.split('$').slice(1).toReversed();
  return { hash: Buffer.from(hash, 'base64'), salt, cost: Number(cost) };
}

function isEqual(expected: Buffer, derived: Buffer): boolean {
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

function derive(password: string, salt: string, cost: number): Buffer {
  return scryptSync(password, Buffer.from(salt, 'base64'), 32, { N: cost });
}
