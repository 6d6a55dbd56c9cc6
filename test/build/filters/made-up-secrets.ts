/** Secrets are assembled here, so that no scanner mistakes them for real ones. */
export const token = (prefix: string, length: number): string =>
  prefix + 'aB3dE6gH9jK2mN5pQ8sT1vW4xY7z'.repeat(10).slice(0, length);
export const join = (...parts: string[]): string => parts.join('');
export const letters = (length: number): string => 'abcdEFGHijkl'.repeat(10).slice(0, length);
