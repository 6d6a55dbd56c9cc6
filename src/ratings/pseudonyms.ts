import { createHmac } from 'node:crypto';

/**
 * The published name of a rater: `rater-` and 12 hex digits of HMAC-SHA256 (RFC 2104) of the id. The same key gives the
 * same names in every release; nobody without it can tell whether a given person is behind one.
 */
export function pseudonym(key: string, raterId: string): string {
  return `rater-${createHmac('sha256', key).update(raterId).digest('hex').slice(0, 12)}`;
}

/** 256 random bits as 64 hex digits, for .env; `randomBytes` must be fit for secrets. */
export function newPseudonymKey(randomBytes: (sizeBytes: number) => Buffer): string {
  return randomBytes(32).toString('hex');
}
