import type { RankedItem } from '../model.ts';

/**
 * Names the tiers of items in rank order, A first. A tier ends before the first item whose interval lies wholly below
 * the interval of the tier's first item: up to there, the data can't separate the best from the others. An item without
 * an interval can't be separated from any. Items without a score get null.
 */
export function assignTiers(items: readonly RankedItem[]): RankedItem[] {
  let tier = -1;
  let floor = Number.POSITIVE_INFINITY;
  return items.map((item) => {
    if (item.score === null) return { ...item, tier: null };
    if (tier < 0 || (item.scoreHigh ?? Number.POSITIVE_INFINITY) < floor) {
      tier += 1;
      floor = item.scoreLow ?? Number.NEGATIVE_INFINITY;
    }
    return { ...item, tier: tierName(tier) };
  });
}

/** 0 → A, 25 → Z, 26 → AA, as spreadsheets name columns. */
export function tierName(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : tierName(Math.floor(index / 26) - 1) + letter;
}
