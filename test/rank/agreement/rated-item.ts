import type { RatedItem } from '../../../src/rank/rating-groups.ts';

/** An item that raters r0, r1 … gave these values. */
export function ratedItem(item: string, ...values: number[]): RatedItem {
  return { item, ratings: values.map((value, index) => ({ rater: `r${index}`, item, value })) };
}
