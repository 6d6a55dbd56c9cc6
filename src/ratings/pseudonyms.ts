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
