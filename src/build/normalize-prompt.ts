import { createHash } from 'node:crypto';

/**
 * Which definition of "the same text" a campaign uses. Prompt ids follow from it, so a campaign keeps the one that its
 * lock names.
 */
export type Normalization = 1 | 2;

/** What a build without a lock uses. */
export const newestNormalization: Normalization = 2;

/**
 * The only definition of when two prompts are the same text. Version 1: Unicode NFC, lower case without a locale, each
 * run of white space (JavaScript's `\s`) as one space, none at the ends. Version 2 first leaves out what nobody can
 * see, and takes characters that look like a space for one. No engine may reimplement this in another language.
 */
export function normalizePrompt(text: string, version: Normalization): string {
  const whole = text.toWellFormed();
  const visible = version === 1 ? whole : dropInvisible(whole);
  return visible.normalize('NFC').toLowerCase().replace(oddSpace, ' ').trim();
}

/** Whether a text shows nothing. Version 1 looks for white space only. */
export function isBlankPrompt(text: string, version: Normalization): boolean {
  return !visibleLetter.test(text) && (version === 1 ? text : dropInvisible(text)).trim() === '';
}

/** In nearly every text, and found at once. */
const visibleLetter = /[!-~]/u;

/** A prompt's id: the first 32 hex digits of the SHA-256 of its normalized text. */
export function hashPrompt(normalized: string): string {
  return createHash('sha256').update(normalized).digest('hex').slice(0, 32);
}

/** White space to replace. Plain single spaces are left out: replacing each would cost more than hashing. */
const oddSpace = /\s{2,}|[^\S ]/gu;

function dropInvisible(text: string): string {
  return plain.test(text)
    ? text
    : text.replace(unseen, (found, blank: string | undefined) =>
        blank === undefined ? (found.startsWith('\u{1F3F4}') ? found : '') : ' ',
      );
}

/** Most prompts: nothing to leave out. A cheap test saves the search. */
const plain = /^[\0-\u00ac\u00ae-\u034e\u0350-\u061b\u061d-\u115e]*$/u;

/**
 * Written out, because the Unicode property Default_Ignorable_Code_Point follows the version of Node, and ids must not:
 *
 * - The flags of England, Scotland and Wales: black flags with invisible letters behind them. They stay, because they
 *   look different.
 * - Blanks that are not white space: the Hangul fillers and the empty Braille cell, in the first group.
 * - What shows nothing: soft hyphen, zero-width characters, joiners, marks of direction, variation selectors, tags.
 */
const unseen =
  // oxlint-disable-next-line no-misleading-character-class -- single characters, not what they would combine to
  /\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}|([\u2800\u3164\uffa0])|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;
