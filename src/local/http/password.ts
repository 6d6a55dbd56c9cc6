import { scrypt, scryptSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** scrypt's N, a power of two: the cost of a guess for anyone who gets the database. About 50 ms. */
export const defaultPasswordCost = 16_384;

const hashBytes = 32;

/** `scrypt$<salt>$<hash>`, both in base64. A cost other than the default comes before the salt. Blocks the thread. */
export function hashPassword(password: string, salt: Uint8Array, cost: number = defaultPasswordCost): string {
  return writeStored(scryptSync(password, salt, hashBytes, { N: cost }), salt, cost);
}

const deriveAside = promisify<string, Uint8Array, number, { N: number }, Buffer>(scrypt);

/** Like hashPassword, in a thread of its own. */
export async function hashPasswordAside(
  password: string,
  salt: Uint8Array,
  cost: number = defaultPasswordCost,
): Promise<string> {
  return writeStored(await deriveAside(password, salt, hashBytes, { N: cost }), salt, cost);
}

/** Whether a stored hash is of this password. Blocks the thread. */
export function isPassword(password: string, stored: string): boolean {
  const { hash, salt, cost } = readStored(stored);
  return isEqual(hash, scryptSync(password, salt, hashBytes, { N: cost }));
}

/** Like isPassword, in a thread of its own. Takes the same time for a missing user (no hash) as for a wrong password. */
export async function checkPassword(
  password: string,
  stored: string | undefined,
  cost: number = defaultPasswordCost,
): Promise<boolean> {
  const { hash, salt, cost: given } = readStored(stored ?? `scrypt$${cost}$bm9ib2R5$`);
  return isEqual(hash, await deriveAside(password, salt, hashBytes, { N: given }));
}

function writeStored(hash: Buffer, salt: Uint8Array, cost: number): string {
  const texts = [Buffer.from(salt), hash].map((bytes) => bytes.toString('base64'));
  return ['scrypt', ...(cost === defaultPasswordCost ? [] : [cost]), ...texts].join('$');
}

function readStored(stored: string): { hash: Buffer; salt: Buffer; cost: number } {
  const [hash = '', salt = '', cost = defaultPasswordCost] = stored.split('$').slice(1).toReversed();
  return { hash: Buffer.from(hash, 'base64'), salt: Buffer.from(salt, 'base64'), cost: Number(cost) };
}

function isEqual(expected: Buffer, derived: Buffer): boolean {
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}
