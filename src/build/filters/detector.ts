export type PersonalDataType = 'EMAIL' | 'PHONE' | 'IP_ADDRESS' | 'CREDIT_CARD' | 'IBAN' | 'SSN' | 'KEY' | 'PASSWORD';

/** One form of personal data: a pattern that proposes matches, and a check for what the pattern can't express. */
export interface Detector {
  type: PersonalDataType;
  /** Text that every match contains; a text without it is not searched. */
  needs?: string;
  /** Global, and bounded so that matching any text takes linear time. */
  pattern: RegExp;
  /** How many characters to take from the start of the match; 0 = none. `before` is some of the text before it. */
  accept: (match: string, before: string) => number;
}

/** Accepts everything the pattern matches. */
export const whole: Detector['accept'] = (match) => match.length;

/** Accepts a match as a whole or not at all. */
export function when(check: (match: string, before: string) => boolean): Detector['accept'] {
  return (match, before) => (check(match, before) ? match.length : 0);
}
