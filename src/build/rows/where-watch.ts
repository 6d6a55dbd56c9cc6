import { countOf } from '../../lib/text/numbers.ts';
import { printable } from '../../lib/text/text.ts';
import type { Scalar } from '../../model.ts';
import { findLookalike, rankValues, showCounts } from './value-advice.ts';
import { isScalar } from './row-value.ts';

/** What one condition of `where` met while no row passed: plain data. */
export interface UnmatchedCondition {
  /** Rows for which this condition holds. */
  matched: number;
  /** Values as JSON, with their number of rows. */
  values: [string, number][];
}

/** More different values help nobody, and cost memory. */
const mostValues = 200;
const longestValue = 100;

/** Collects the values that the conditions of `where` meet, to explain why no row passes. */
export class WhereWatch {
  private readonly conditions: { matched: number; values: Map<string, number> }[] = [];

  see(condition: number, value: unknown, isMatched: boolean): void {
    const seen = (this.conditions[condition] ??= { matched: 0, values: new Map() });
    if (isMatched) {
      seen.matched += 1;
      return;
    }
    const shown = isScalar(value) || value === null || value === undefined ? JSON.stringify(value ?? null) : null;
    if (shown === null || shown.length > longestValue) return;
    const count = seen.values.get(shown);
    if (count !== undefined || seen.values.size < mostValues) seen.values.set(shown, (count ?? 0) + 1);
  }

  get unmatched(): UnmatchedCondition[] {
    return this.conditions.map(({ matched, values }) => ({ matched, values: [...values] }));
  }
}

/** Why `where` keeps no row: which values there are instead, and what was probably meant. */
export function explainUnmatched(
  where: Readonly<Record<string, readonly Scalar[]>>,
  files: readonly (readonly UnmatchedCondition[])[],
): string {
  const conditions = Object.entries(where).map(([path, allowed], index) => {
    const seen = files.flatMap((file) => file[index] ?? []);
    const values = rankValues(seen.flatMap(({ values: found }) => found));
    return {
      path: `\`${printable(path, 60)}\``,
      allowed,
      values,
      matched: seen.reduce((sum, { matched }) => sum + matched, 0),
    };
  });
  const never = conditions.filter(({ matched }) => matched === 0);
  if (never.length === 0) {
    const parts = conditions.map(({ path, matched }) => `${path} (${countOf(matched, 'row')})`);
    return `each condition holds for some rows, ${parts.join(', ')}, but no row meets all of them.`;
  }
  return never
    .map(({ path, allowed, values }) => {
      const wanted = allowed.map((value) => printable(JSON.stringify(value), 40)).join(' or ');
      const found = values.length === 0 ? '' : `; it is ${showCounts(values)}`;
      const advice = findLookalike(allowed, values);
      return `${path} is never ${wanted}${found}.${advice === null ? '' : ` ${advice}`}`;
    })
    .join(' ');
}
