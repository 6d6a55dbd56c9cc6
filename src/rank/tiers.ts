import type { RankedItem } from '../model.ts';

/**
 * Names the tiers of items in rank order, A first. A tier starts with an item and ends before the first one whose
 * interval lies wholly below that of the tier's first: up to there the data can't tell the best from the others. An
 * item without an interval can't be told from any; null for items without a score.
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
