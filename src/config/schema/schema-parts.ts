import { z } from 'zod';

// Every message in the schemas ends the sentence "allowed: …"; find-schema-faults.ts shows it unchanged.

/** One line of text that is not blank. */
export function text(allowed: string, maxCharacters = 500) {
  return z
    .string(allowed)
    .max(maxCharacters, allowed)
    .regex(/^[^\n]*\S[^\n]*$/, allowed);
}

/** Text that matches a pattern. */
export function textLike(pattern: RegExp, allowed: string) {
  return z.string(allowed).regex(pattern, allowed);
}

/** An integer within bounds, both included. */
export function wholeNumber(min: number, max: number, allowed: string) {
  return z.int(allowed).min(min, allowed).max(max, allowed);
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, words.join(', '));
}

/** The largest number of prompts or answers that a setting can ask for. */
export const largestCount = 1_000_000_000;

/** A number of prompts. zod describes a number out of bounds by the first branch, so both have the same message. */
export function promptsOrAll() {
  const allowed = 'a whole number of prompts from 1, or all';
  return z.union([wholeNumber(1, largestCount, allowed), z.literal('all')], allowed);
}

/** Prompts that are live at a time. */
export function waveSetting() {
  const allowed = 'a whole number of prompts from 1, auto, or all';
  return z.union([wholeNumber(1, largestCount, allowed), z.enum(['auto', 'all'])], allowed);
}

const hubPart = '[A-Za-z0-9][A-Za-z0-9._-]{0,95}';
/** What else the Hub refuses, by the rule of the official client (huggingface_hub, `validate_repo_id`). */
const hubRefused = /^(?!.*(?:--|\.\.|[-.]\/|[-.]$|\.git$))/;
const hubRule = 'without -- or .., not with - or . at an end, and not .git at the end';

/** A repository on the Hub, `owner/name`. */
export const repository = (noun: string) =>
  textLike(new RegExp(`^${hubPart}/${hubPart}$`), `${noun} on the Hub as owner/name`).regex(
    hubRefused,
    `${noun} on the Hub as owner/name, ${hubRule}`,
  );

const hubSource = 'a dataset on the Hub as owner/name';

/** A dataset on the Hub to read from; old ones have no owner. */
export const sourceRepository = textLike(new RegExp(`^${hubPart}(/${hubPart})?$`), hubSource).regex(
  hubRefused,
  `${hubSource}, ${hubRule}`,
);

/** Names of metadata: Argilla's index accepts more, but its filters break on some of them. */
export const metadataName = textLike(/^[a-z0-9_-]{1,200}$/, 'a name of lower-case letters, digits, _ and -');
