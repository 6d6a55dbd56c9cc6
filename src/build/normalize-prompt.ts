import { createHash } from 'node:crypto';

/**
 * The only definition of when two prompts are the same text: Unicode NFC, lower case without a locale, each run of
 * white space (JavaScript's `\s`) as one space, none at the ends. No engine may reimplement this in another language.
 */
export function normalizePrompt(text: string): string {
  return text.toWellFormed().normalize('NFC').toLowerCase().replace(oddSpace, ' ').trim();
}

/** White space to replace. Plain single spaces are left out: replacing each would cost more than hashing. */
const oddSpace = /\s{2,}|[^\S ]/gu;

/** A prompt's id: the first 32 hex digits of the SHA-256 of its normalized text. */
export function hashPrompt(normalized: string): string {
  return createHash('sha256').update(normalized).digest('hex').slice(0, 32);
}
