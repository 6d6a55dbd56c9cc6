import { countOf } from '../../lib/text/numbers.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { Scalar } from '../../model.ts';
import { isScalar } from './row-value.ts';

/** Values as JSON, with their number of rows. */
export type ValueCounts = readonly (readonly [string, number])[];

const shownValues = 5;

/** The same value counted once, the most frequent first. */
export function rankValues(counts: ValueCounts): [string, number][] {
  const sums = new Map<string, number>();
  for (const [value, count] of counts) sums.set(value, (sums.get(value) ?? 0) + count);
  return [...sums].toSorted(([a, m], [b, n]) => n - m || compareText(a, b));
}

/** `"en" (1,200 rows), "de" (1 row) and 3 other values` */
export function showCounts(ranked: ValueCounts): string {
  const shown = ranked
    .slice(0, shownValues)
    .map(([value, count]) => `${printable(value, 40)} (${countOf(count, 'row')})`);
  const rest = ranked.length - shown.length;
  return `${shown.join(', ')}${rest === 0 ? '' : ` and ${countOf(rest, 'other value')}`}`;
}

/** Explains the first wanted value that only looks like an existing one: 5 is not "5", EN is not en. */
export function findLookalike(wanted: readonly Scalar[], existing: ValueCounts): string | null {
  for (const value of wanted) {
    const twin = existing.find(([json]) => isAlike(value, parseScalar(json)));
    if (twin === undefined) continue;
    const [found] = twin;
    const [own, other] = [describeType(value), describeType(parseScalar(found))];
    const shown = printable(found, 40);
    const difference =
      own === other
        ? `${printable(JSON.stringify(value), 40)} is not ${shown}`
        : `${printable(JSON.stringify(value), 40)} is ${own}, and ${shown} is ${other}`;
    return `${difference}: write ${shown}.`;
  }
  return null;
}

function isAlike(wanted: Scalar, found: Scalar): boolean {
  if (wanted === null || found === null) return false;
  const [a, b] = [String(wanted).trim(), String(found).trim()];
  if (a === '' || b === '') return false;
  return a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase() || Number(a) === Number(b);
}

function parseScalar(json: string): Scalar {
  const value: unknown = JSON.parse(json);
  return isScalar(value) ? value : null;
}

function describeType(value: Scalar): string {
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'a number' : 'true or false';
}
