import { isRow } from '../../lib/readers/row.ts';
import { compareText } from '../../lib/text/text.ts';

/** JSON with sorted object keys and lone surrogates replaced: equal values give equal text. */
export function renderCanonicalJson(value: unknown, indent?: number): string {
  return JSON.stringify(canonical(value), null, indent) ?? 'null';
}

function canonical(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(canonical);
  if (!isRow(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key.toWellFormed(), canonical(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => compareText(a, b)));
}
