import { compareText } from '../../lib/text/text.ts';
import type { Grouping, ItemFacts } from '../../model.ts';

/** An item and what is known about it. */
export interface GroupedItem extends Partial<ItemFacts> {
  id: string;
}

/** An answer on an item, and its time if that is known. */
export interface DatedAnswer {
  item: string;
  /** ISO 8601, UTC. */
  at: string | undefined;
}

/** Lengths and days are split into this many groups of similar size. */
const parts = 4;

/**
 * Groups the rated items by what may make a difference: kind, source, length, and the day of their last answer. An item
 * with an unknown value is in no group; if no value is known, the grouping is empty.
 */
export function groupItems(items: readonly GroupedItem[], answers: readonly DatedAnswer[]): Grouping[] {
  const answered = new Set(answers.map(({ item }) => item));
  const rated = items.filter(({ id }) => answered.has(id));
  const lastDay = new Map<string, string>();
  for (const { item, at } of answers) {
    const day = at?.slice(0, 10) ?? '';
    if (day > (lastDay.get(item) ?? '')) lastDay.set(item, day);
  }
  return [
    byName('kind', rated, ({ kind }) => kind),
    byName('source', rated, ({ source }) => source),
    byRange(
      'length',
      rated.flatMap(({ id, length }): [string, number][] => (length === undefined ? [] : [[id, length]])),
      (from, to) => `${from} to ${to} characters`,
    ),
    byRange('period', [...lastDay], (from, to) => (from === to ? from : `${from} to ${to}`)),
  ];
}

function byName(
  by: Grouping['by'],
  items: readonly GroupedItem[],
  nameOf: (item: GroupedItem) => string | undefined,
): Grouping {
  const groupOf = new Map<string, string>();
  for (const item of items) {
    const name = nameOf(item);
    if (name !== undefined) groupOf.set(item.id, name);
  }
  return { by, groupOf, groups: [...new Set(groupOf.values())].toSorted(compareText) };
}

/** Groups of consecutive values; equal values stay together, so groups can be of unequal size. */
function byRange<T extends string | number>(
  by: Grouping['by'],
  values: readonly (readonly [id: string, value: T])[],
  nameOf: (from: T, to: T) => string,
): Grouping {
  const sorted = values.toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  const ends = Array.from(
    { length: parts },
    (_, part) => sorted[Math.ceil(((part + 1) * sorted.length) / parts) - 1]?.[1],
  );
  const groupOf = new Map<string, string>();
  const groups: string[] = [];
  let rest = sorted;
  for (const end of new Set(ends)) {
    if (end === undefined) continue;
    const own = rest.filter(([, value]) => value <= end);
    rest = rest.slice(own.length);
    const name = nameOf(own[0]?.[1] ?? end, end);
    groups.push(name);
    for (const [id] of own) groupOf.set(id, name);
  }
  return { by, groupOf, groups };
}
