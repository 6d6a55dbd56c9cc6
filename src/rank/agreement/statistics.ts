import { sum } from '../../lib/sum.ts';
import type { CountPattern } from './rating-counts.ts';

/** How often each value was given to an item. */
export type AnswerCounts = Pick<CountPattern, 'counts' | 'answers'>;

/** The statistic for the given number of items per pattern (0 or more), or in words why it is undefined. */
export type StatisticOfItems = (items: ArrayLike<number>) => number | string;

/**
 * Prepares a statistic for a set of patterns. A bootstrap evaluates it many times with different numbers of items, so
 * everything that depends only on the patterns is computed once, here.
 */
export type Statistic = (patterns: readonly AnswerCounts[], scale: readonly number[]) => StatisticOfItems;

const noPairs = 'no prompt has two answers';
const oneValue = 'all answers are the same, so that agreement by chance would be perfect too';

/** One weight per pair of places on the scale, row by row; symmetric. */
type Weights = readonly number[];

/**
 * Krippendorff's alpha: 1 − observed / expected disagreement over the pairable values (Krippendorff 2011, Computing
 * Krippendorff's alpha-reliability). `distance` is the squared difference δ², given how often each value occurs.
 */
function alpha(
  patterns: readonly AnswerCounts[],
  scale: readonly number[],
  distance: Weights | ((totals: readonly number[]) => Weights),
): StatisticOfItems {
  const totalsOf = scale.map((_, k) => sumOver(patterns, (one) => (hasPairs(one) ? (one.counts[k] ?? 0) : 0)));
  const observedOf = typeof distance === 'function' ? null : disagreement(patterns, distance);
  return (items) => {
    const totals = totalsOf.map((total) => total(items));
    const n = sum(totals);
    if (n === 0) return noPairs;
    const delta = typeof distance === 'function' ? distance(totals) : distance;
    const observed = observedOf?.(items) ?? measureDisagreement(patterns, delta, items);
    const expected = weightedPairs(totals, delta) / (n - 1);
    return expected === 0 ? oneValue : 1 - observed / expected;
  };
}

function disagreement(patterns: readonly AnswerCounts[], delta: Weights): ItemSum {
  return sumOver(
    patterns,
    (one) => (hasPairs(one) ? weightedPairs(one.counts, delta) : 0),
    (one) => (hasPairs(one) ? one.answers - 1 : 1),
  );
}

/** The same for weights that are used once. */
function measureDisagreement(patterns: readonly AnswerCounts[], delta: Weights, items: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < patterns.length; index += 1) {
    const one = patterns[index];
    const own = items[index] ?? 0;
    if (one === undefined || own === 0 || one.answers < 2) continue;
    total += (own * weightedPairs(one.counts, delta)) / (one.answers - 1);
  }
  return total;
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
  const countOf = sumOver(patterns, (one) => (hasPairs(one) ? 1 : 0));
  const ratiosOf = sumOver(
    patterns,
    (one) => (hasPairs(one) ? Math.max(...one.counts) : 0),
    ({ answers }) => answers,
  );
  return (items) => {
    const count = countOf(items);
    return count === 0 ? noPairs : ratiosOf(items) / count;
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
  const ratedOf = sumOver(patterns, () => 1);
  const pairableOf = sumOver(patterns, (one) => (hasPairs(one) ? 1 : 0));
  const observedOf = sumOver(
    patterns,
    (one) => (hasPairs(one) ? closePairs(one.counts, weights) : 0),
    (one) => (hasPairs(one) ? one.answers * (one.answers - 1) : 1),
  );
  const sharesOf = scale.map((_, k) =>
    sumOver(
      patterns,
      ({ counts }) => counts[k] ?? 0,
      ({ answers }) => answers,
    ),
  );
  return (items) => {
    const pairable = pairableOf(items);
    if (pairable === 0) return noPairs;
    const rated = ratedOf(items);
    const shares = sharesOf.map((share) => share(items) / rated);
    if (shares.some((share) => share > 1 - 1e-12)) return oneValue;
    const chance = chanceOf(shares);
    return (observedOf(items) / pairable - chance) / (1 - chance);
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
  const pairsOf = sumOver(patterns, ({ answers }) => answers * (answers - 1));
  const closeOf = sumOver(patterns, ({ counts, answers }) => weightedPairs(counts, near) - answers);
  return (items) => {
    const pairs = pairsOf(items);
    return pairs === 0 ? noPairs : closeOf(items) / pairs;
  };
}

function hasPairs({ answers }: AnswerCounts): boolean {
  return answers >= 2;
}

type ItemSum = (items: ArrayLike<number>) => number;

/** Σ over patterns of items · of / by. All statistics are made of such sums, and a bootstrap spends its time in them. */
function sumOver(
  patterns: readonly AnswerCounts[],
  of: (pattern: AnswerCounts) => number,
  by: (pattern: AnswerCounts) => number = () => 1,
): ItemSum {
  const numerators = Float64Array.from(patterns, of);
  const denominators = Float64Array.from(patterns, by);
  return (items) => addTerms(items, numerators, denominators);
}

function addTerms(items: ArrayLike<number>, numerators: Float64Array, denominators: Float64Array): number {
  let total = 0;
  for (let index = 0; index < numerators.length; index += 1) {
    total += ((items[index] ?? 0) * (numerators[index] ?? 0)) / (denominators[index] ?? 1);
  }
  return total;
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
