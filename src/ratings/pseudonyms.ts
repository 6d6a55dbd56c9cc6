import { createHmac } from 'node:crypto';

/**
 * The published name of a rater: `rater-` and 12 hex digits of HMAC-SHA256 (RFC 2104) of the id. The same key gives the
 * same names in every release. Without the key, nobody can check whether a name belongs to a given person.
 */
export function pseudonym(key: string, raterId: string): string {
  return `rater-${createHmac('sha256', key).update(raterId).digest('hex').slice(0, 12)}`;
}

/** 256 random bits as 64 hex digits, for .env. `randomBytes` must be cryptographically secure. */
export function newPseudonymKey(randomBytes: (sizeBytes: number) => Buffer): string {
  return randomBytes(32).toString('hex');
}

/**
 * Tells two keys apart without revealing either: the first 16 hex digits of HMAC-SHA256 (RFC 2104) with the key over the
 * text `prank: fingerprint of this key`. No rater has this id, so it is nobody's pseudonym. A key of 256 random bits
 * can't be guessed from it.
 */
export function fingerprintKey(key: string): string {
  return createHmac('sha256', key).update('prank: fingerprint of this key').digest('hex').slice(0, 16);
}

/** Whether a published name of a rater was made with a key. */
export function isPseudonym(name: string): boolean {
  return /^rater-[0-9a-f]{12}$/u.test(name);
}
