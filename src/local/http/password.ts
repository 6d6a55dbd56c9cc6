import { scryptSync, timingSafeEqual } from 'node:crypto';

/** `scrypt$<salt>$<hash>`, both in base64. */
export function hashPassword(password: string, salt: Uint8Array): string {
  const saltText = Buffer.from(salt).toString('base64');
  return `scrypt$${saltText}$${derive(password, saltText).toString('base64')}`;
}

/** Takes as long for a missing user (no hash) as for a wrong password. */
export function isPassword(password: string, stored: string | undefined): boolean {
  const [, salt, hash] = (stored ?? 'scrypt$bm9ib2R5$').split('$');
  const expected = Buffer.from(hash ?? '', 'base64');
  const given = derive(password, salt ?? '');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(password: string, salt: string): Buffer {
  return scryptSync(password, Buffer.from(salt, 'base64'), 32);
}
