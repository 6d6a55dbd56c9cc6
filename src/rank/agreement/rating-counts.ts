import type { AnswerTable } from '../answer-table.ts';

/** How often each value was given to each item: everything the agreement statistics depend on. */
export interface RatingCounts {
  /** Ascending. */
  scale: readonly number[];
  /** Items with the same counts form one pattern. Sorted, so that the order of the items makes no difference. */
  patterns: CountPattern[];
}

export interface CountPattern {
  /** Answers of each value of the scale. */
  counts: readonly number[];
  /** Σ counts. */
  answers: number;
  /** Number of items with these counts. */
  items: number;
}

/** Counts the answers of the items that `isIncluded` accepts. Skips items without an answer. */
export function countRatings(
  { scale, items, item, category }: AnswerTable,
  isIncluded: (item: string) => boolean = () => true,
): RatingCounts {
  const counts = new Uint32Array(items.length * scale.length);
  item.forEach((index, answer) => {
    const at = index * scale.length + (category[answer] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  });
  const patterns = new Map<string, CountPattern>();
  items.forEach((id, index) => {
    if (!isIncluded(id)) return;
    const own = [...counts.subarray(index * scale.length, (index + 1) * scale.length)];
    const answers = own.reduce((sum, count) => sum + count, 0);
    if (answers === 0) return;
    const key = own.join(' ');
    const pattern = patterns.get(key);
    if (pattern === undefined) patterns.set(key, { counts: own, answers, items: 1 });
    else pattern.items += 1;
  });
  const sorted = [...patterns].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, pattern]) => pattern);
  return { scale, patterns: sorted };
}
