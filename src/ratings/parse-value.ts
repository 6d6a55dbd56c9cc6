const number = String.raw`[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?`;
/** A label after a number starts with a letter, a sign such as ★, or a bracket. Digits in it could be a range: 4 to 5. */
const label = String.raw`[\p{L}\p{S}(][^\d]*`;
const outOf = String.raw`\s*(?:/|out of|of)\s*\d+`;
const value = new RegExp(`^(${number})(?:${outOf}|(?:\\s*[-–—:.=)]\\s*|\\s+|(?=[(]))${label})?$`, 'iu');

/** How spreadsheets, pandas and R write that there is nothing. */
const missing = new Set(['', 'na', 'n/a', '#n/a', '<na>', 'nan', 'null', 'none']);

/** Whether a cell holds no value: blank, NA, NaN or null. */
export function isMissingValue(text: string): boolean {
  return missing.has(text.trim().toLowerCase());
}

/**
 * The number in a cell, also with a decimal comma, with a label after it, or out of a total: 4.0, 4,0, 4 - Good, 4
 * stars, 4/5. null = not a number, or one that could be two: 1,000.
 */
export function parseValue(text: string): number | null {
  const [, digits] = value.exec(text.trim()) ?? [];
  if (digits === undefined || /\d,\d{3}$/u.test(digits)) return null;
  const parsed = Number(digits.replace(',', '.'));
  return Number.isFinite(parsed) ? parsed : null;
}
