import { sum } from '../../lib/sum.ts';
import type { CountPattern } from './rating-counts.ts';

/** How often each value was given to an item. */
export type AnswerCounts = Pick<CountPattern, 'counts' | 'answers'>;

/** The statistic when each of the patterns has that many items, 0 or more; or in words why there is none. */
export type StatisticOfItems = (items: readonly number[]) => number | string;

/**
 * A statistic of weighted patterns. A bootstrap asks for it again and again with other numbers of items, so all that
 * depends on the patterns alone is computed once, before.
 */
export type Statistic = (patterns: readonly AnswerCounts[], scale: readonly number[]) => StatisticOfItems;

const noPairs = 'no prompt has two answers';
const oneValue = 'all answers are the same, so that agreement by chance would be perfect too';

/** Symmetric; row by row. */
type Weights = readonly number[];

/**
 * Krippendorff's alpha: 1 − observed / expected disagreement over the pairable values (Krippendorff 2011, Computing
 * Krippendorff's alpha-reliability). `distance` is the squared difference δ² of all pairs of places in the scale.
 */
function alpha(
  patterns: readonly AnswerCounts[],
  scale: readonly number[],
  distance: Weights | ((totals: readonly number[]) => Weights),
): StatisticOfItems {
  const none = scale.map(() => 0);
  const pairable = withIndex(patterns)
    .filter(({ answers }) => answers >= 2)
    .map((one) => ({ ...one, pairs: typeof distance === 'function' ? null : weightedPairs(one.counts, distance) }));
  return (items) => {
    const totals = [...none];
    for (const { counts, index } of pairable) addTimes(totals, counts, items[index] ?? 0);
    const n = sum(totals);
    if (n === 0) return noPairs;
    const delta = typeof distance === 'function' ? distance(totals) : distance;
    let observed = 0;
    for (const { counts, answers, index, pairs } of pairable) {
      const own = items[index] ?? 0;
      if (own > 0) observed += (own * (pairs ?? weightedPairs(counts, delta))) / (answers - 1);
    }
    const expected = weightedPairs(totals, delta) / (n - 1);
    return expected === 0 ? oneValue : 1 - observed / expected;
  };
}

export const alphaNominal: Statistic = (patterns, scale) =>
  alpha(
    patterns,
    scale,
    weightsOf(scale.length, (a, b) => (a === b ? 0 : 1)),
  );

export const alphaInterval: Statistic = (patterns, scale) =>
  alpha(
    patterns,
    scale,
    weightsOf(scale.length, (a, b) => ((scale[a] ?? 0) - (scale[b] ?? 0)) ** 2),
  );

/** δ² = (Σ of the totals from a to b − half of those at both ends)². */
export const alphaOrdinal: Statistic = (patterns, scale) =>
  alpha(patterns, scale, (totals) => {
    let below = 0;
    const middle = totals.map((total) => {
      const own = below + total / 2;
      below += total;
      return own;
    });
    return weightsOf(scale.length, (a, b) => ((middle[a] ?? 0) - (middle[b] ?? 0)) ** 2);
  });

/**
 * Fleiss' kappa (Fleiss 1971), for items with unequal numbers of answers as Gwet generalizes it (2014, Handbook of
 * inter-rater reliability): observed agreement over items with two or more answers, shares of values as the mean over all rated items.
 */
export const fleissKappa: Statistic = (patterns, scale) => {
  const weights = weightsOf(scale.length, (a, b) => (a === b ? 1 : 0));
  return chanceCorrected(patterns, scale, weights, (shares) => weightedPairs(shares, weights));
};

/** Gwet's AC2 with ordinal weights (Gwet 2014, Handbook of inter-rater reliability). */
export const gwetAc2: Statistic = (patterns, scale) => {
  const values = scale.length;
  const weights = weightsOf(values, (a, b) => ordinalWeight(Math.abs(a - b), values));
  const allWeights = weightedPairs(
    scale.map(() => 1),
    weights,
  );
  return chanceCorrected(patterns, scale, weights, (shares) => {
    const spread = sum(shares.map((share) => share * (1 - share)));
    return (allWeights * spread) / (values * (values - 1));
  });
};

/** Share of equal answers among all pairs of answers to the same item. */
export const exactAgreement: Statistic = (patterns, scale) => pairAgreement(patterns, scale, 0);

/** Share of pairs at most one step of the scale apart. */
export const withinOneAgreement: Statistic = (patterns, scale) => pairAgreement(patterns, scale, 1);

/** Mean over items with two or more answers of the share of the most common one, as in 10k_prompts_ranked. */
export const meanAgreementRatio: Statistic = (patterns) => {
  const pairable = withIndex(patterns)
    .filter(({ answers }) => answers >= 2)
    .map(({ counts, answers, index }) => ({ most: Math.max(...counts), answers, index }));
  return (items) => {
    let ratios = 0;
    let count = 0;
    for (const { most, answers, index } of pairable) {
      const own = items[index] ?? 0;
      ratios += (own * most) / answers;
      count += own;
    }
    return count === 0 ? noPairs : ratios / count;
  };
};

/** 1 − C(distance + 1, 2) / C(q, 2). */
function ordinalWeight(distance: number, values: number): number {
  return 1 - (distance * (distance + 1)) / (values * (values - 1));
}

/** (observed − chance) / (1 − chance). */
function chanceCorrected(
  patterns: readonly AnswerCounts[],
  scale: readonly number[],
  weights: Weights,
  chanceOf: (shares: readonly number[]) => number,
): StatisticOfItems {
  const none = scale.map(() => 0);
  const own = withIndex(patterns).map((one) => ({ ...one, close: closePairs(one.counts, weights) }));
  return (items) => {
    let observed = 0;
    let pairable = 0;
    let rated = 0;
    const totals = [...none];
    for (const { counts, answers, index, close } of own) {
      const count = items[index] ?? 0;
      if (count === 0) continue;
      rated += count;
      for (let k = 0; k < totals.length; k += 1) totals[k] = (totals[k] ?? 0) + (count * (counts[k] ?? 0)) / answers;
      if (answers < 2) continue;
      pairable += count;
      observed += (count * close) / (answers * (answers - 1));
    }
    if (pairable === 0) return noPairs;
    const shares = totals.map((total) => total / rated);
    if (shares.some((share) => share > 1 - 1e-12)) return oneValue;
    const chance = chanceOf(shares);
    return (observed / pairable - chance) / (1 - chance);
  };
}

/** Ordered pairs of different answers to an item, by their weights. */
function closePairs(counts: readonly number[], weights: Weights): number {
  return sum(
    counts.map((count, a) => {
      const close = sum(counts.map((other, b) => other * (weights[a * counts.length + b] ?? 0)));
      return count * (close - 1);
    }),
  );
}

function pairAgreement(
  patterns: readonly AnswerCounts[],
  { length: values }: readonly number[],
  steps: number,
): StatisticOfItems {
  const near = weightsOf(values, (a, b) => (Math.abs(a - b) <= steps ? 1 : 0));
  const own = withIndex(patterns).map(({ counts, answers, index }) => ({
    pairs: answers * (answers - 1),
    close: weightedPairs(counts, near) - answers,
    index,
  }));
  return (items) => {
    let close = 0;
    let pairs = 0;
    for (const one of own) {
      close += (items[one.index] ?? 0) * one.close;
      pairs += (items[one.index] ?? 0) * one.pairs;
    }
    return pairs === 0 ? noPairs : close / pairs;
  };
}

/** Σ over a and b of x[a] · x[b] · weights[a, b]. */
function weightedPairs(x: readonly number[], weights: Weights): number {
  const { length } = x;
  let total = 0;
  for (let a = 0; a < length; a += 1) {
    const left = x[a] ?? 0;
    if (left === 0) continue;
    for (let b = 0; b < length; b += 1) total += left * (x[b] ?? 0) * (weights[a * length + b] ?? 0);
  }
  return total;
}

function weightsOf(values: number, weight: (a: number, b: number) => number): Weights {
  const weights: number[] = [];
  for (let a = 0; a < values; a += 1) for (let b = 0; b < values; b += 1) weights.push(weight(a, b));
  return weights;
}

function addTimes(totals: number[], counts: readonly number[], times: number): void {
  if (times === 0) return;
  for (let k = 0; k < totals.length; k += 1) totals[k] = (totals[k] ?? 0) + times * (counts[k] ?? 0);
}

function withIndex(patterns: readonly AnswerCounts[]): (AnswerCounts & { index: number })[] {
  return patterns.map(({ counts, answers }, index) => ({ counts, answers, index }));
}
