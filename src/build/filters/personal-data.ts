import { bankDetectors } from './bank-numbers.ts';
import { type Detector, type PersonalDataType, whole } from './detector.ts';
import { addressDetectors } from './network-addresses.ts';
import { phoneDetectors } from './phone-numbers.ts';
import { secretDetectors } from './secrets.ts';

export interface PersonalData {
  type: PersonalDataType;
  /** UTF-16 offsets, end exclusive. */
  start: number;
  end: number;
}

/** Excludes numbers that the Social Security Administration never issues. */
const socialSecurityNumber: Detector = {
  type: 'SSN',
  pattern: /(?<![\w.-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)/gu,
  accept: whole,
};

/** In order of precedence: if two matches overlap, the earlier detector wins. */
const detectors: readonly Detector[] = [
  ...secretDetectors,
  ...addressDetectors,
  ...bankDetectors,
  socialSecurityNumber,
  ...phoneDetectors,
];

/** How much text in front of a match a detector sees. */
const contextLength = 40;

/**
 * Finds personal data and secrets of well-known form, in the order of the text and without overlaps. Names and street
 * addresses have no form and are not found. Takes time linear in the length.
 */
export function findPersonalData(text: string): PersonalData[] {
  const found: PersonalData[] = [];
  let taken: Uint8Array | null = null;
  for (const { type, needs, pattern, accept } of detectors) {
    if (needs !== undefined && !text.includes(needs)) continue;
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const length = accept(match[0], text.slice(Math.max(0, start - contextLength), start));
      const end = start + length;
      if (length === 0 || taken?.subarray(start, end).includes(1) === true) continue;
      taken ??= new Uint8Array(text.length);
      taken.fill(1, start, end);
      found.push({ type, start, end });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** Replaces personal data with `[EMAIL]` and the like. A text without any is returned unchanged. */
export function redactPersonalData(text: string): string {
  let redacted = text;
  // Search again: a match may have been too close to another one to be recognized before.
  for (let found = findPersonalData(text); found.length > 0; found = findPersonalData(redacted)) {
    redacted = replaceAll(redacted, found);
  }
  return redacted;
}

function replaceAll(text: string, found: readonly PersonalData[]): string {
  let replaced = '';
  let rest = 0;
  for (const { type, start, end } of found) {
    replaced += `${text.slice(rest, start)}[${type}]`;
    rest = end;
  }
  return replaced + text.slice(rest);
}
