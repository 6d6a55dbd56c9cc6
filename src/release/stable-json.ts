import { compareText } from '../lib/text/text.ts';

/** JSON with sorted keys and lone surrogates replaced: equal values give equal text that every parser accepts. */
export function renderStableJson(value: unknown, indent?: number): string {
  return JSON.stringify(stable(value), null, indent) ?? 'null';
}

function stable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(stable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key.toWellFormed(), stable(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => compareText(a, b)));
}
