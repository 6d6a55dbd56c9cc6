/** The text of a cell, also of a number in a typed file, or of a list as JSON; null = there is none. */
export function cellText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
