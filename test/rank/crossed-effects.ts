import type { Rating } from '../../src/model.ts';

/**
 * Item effects of the linear model rating = mean + item + rater + error with normal effects and their variances, by EM
 * (Henderson's equations, solved in turns): a good simple analysis, for comparison.
 */
export function crossedEffects(ratings: readonly Rating[]): Map<string, number> {
  const items = new Map<string, number>();
  const raters = new Map<string, number>();
  const count = (key: 'item' | 'rater'): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const rating of ratings) counts.set(rating[key], (counts.get(rating[key]) ?? 0) + 1);
    return counts;
  };
  const [itemCounts, raterCounts] = [count('item'), count('rater')];
  let mean = ratings.reduce((sum, { value }) => sum + value, 0) / ratings.length;
  const variance = { item: 0.6, rater: 0.4, error: 0.8 };
  const update = (
    key: 'item' | 'rater',
    effects: Map<string, number>,
    others: Map<string, number>,
    counts: Map<string, number>,
  ): void => {
    const other = key === 'item' ? 'rater' : 'item';
    const sums = new Map<string, number>();
    for (const rating of ratings) {
      const rest = rating.value - mean - (others.get(rating[other]) ?? 0);
      sums.set(rating[key], (sums.get(rating[key]) ?? 0) + rest);
    }
    let squares = 0;
    for (const [name, sum] of sums) {
      const precision = (counts.get(name) ?? 0) / variance.error + 1 / variance[key];
      effects.set(name, sum / variance.error / precision);
      squares += (sum / variance.error / precision) ** 2 + 1 / precision;
    }
    variance[key] = squares / sums.size;
  };
  for (let iteration = 0; iteration < 60; iteration += 1) {
    update('item', items, raters, itemCounts);
    update('rater', raters, items, raterCounts);
    let squares = 0;
    let rests = 0;
    for (const { item, rater, value } of ratings) {
      const rest = value - (items.get(item) ?? 0) - (raters.get(rater) ?? 0);
      rests += rest;
      squares +=
        (rest - mean) ** 2 +
        1 / ((itemCounts.get(item) ?? 0) / variance.error + 1 / variance.item) +
        1 / ((raterCounts.get(rater) ?? 0) / variance.error + 1 / variance.rater);
    }
    mean = rests / ratings.length;
    variance.error = squares / ratings.length;
  }
  return items;
}
