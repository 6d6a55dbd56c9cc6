import { sum } from '../../lib/sum.ts';
import type { CountPattern } from './rating-counts.ts';

/** A statistic of weighted patterns, or a text that says why there is none. */
export type Statistic = (patterns: readonly CountPattern[], scale: readonly number[]) => number | string;

const noPairs = 'no prompt has two answers';
const oneValue = 'all answers are the same, so that agreement by chance would be perfect too';

/**
 * Krippendorff's alpha: 1 − observed / expected disagreement over the pairable values (Krippendorff 2011, Computing
 * Krippendorff's alpha-reliability). `distance`: squared difference δ² of two scale positions, given the values'
 * totals.
 */
function alpha(
  distance: (scale: readonly number[], totals: readonly number[]) => (a: number, b: number) => number,
): Statistic {
  return (patterns, scale) => {
    const pairable = patterns.filter(({ answers }) => answers >= 2);
    if (pairable.length === 0) return noPairs;
    const totals = totalsOf(pairable, scale);
    const n = sum(totals);
    const delta = distance(scale, totals);
    const observed = sum(
      pairable.map(({ counts, answers, items }) => (items * weightedPairs(counts, counts, delta)) / (answers - 1)),
    );
    const expected = weightedPairs(totals, totals, delta) / (n - 1);
    return expected === 0 ? oneValue : 1 - observed / expected;
  };
}

export const alphaNominal = alpha(() => (a, b) => (a === b ? 0 : 1));

export const alphaInterval = alpha((scale) => (a, b) => ((scale[a] ?? 0) - (scale[b] ?? 0)) ** 2);

/** δ² = (Σ of the totals from a to b − half of those at both ends)². */
export const alphaOrdinal = alpha((_, totals) => {
  const below = [0];
  for (const total of totals) below.push((below.at(-1) ?? 0) + total);
  const middle = totals.map((total, k) => (below[k] ?? 0) + total / 2);
  return (a, b) => ((middle[a] ?? 0) - (middle[b] ?? 0)) ** 2;
});

/**
 * Fleiss' kappa (Fleiss 1971), generalized by Gwet to unequal numbers of answers (2014, Handbook of inter-rater
 * reliability). Observed agreement covers items with two or more answers; shares of values average over all rated
 * items.
 */
export const fleissKappa: Statistic = (patterns, scale) =>
  chanceCorrected(patterns, scale, identity, (shares, weights) => weightedPairs(shares, shares, weights));

/** Gwet's AC2 with ordinal weights (Gwet 2014, Handbook of inter-rater reliability). */
export const gwetAc2: Statistic = (patterns, scale) =>
  chanceCorrected(patterns, scale, ordinalWeights(scale.length), (shares, weights) => {
    const all = scale.map(() => 1);
    const spread = sum(shares.map((share) => share * (1 - share)));
    return (weightedPairs(all, all, weights) * spread) / (scale.length * (scale.length - 1));
  });

/** Share of equal answers among all pairs of answers to the same item. */
export const exactAgreement: Statistic = (patterns) => pairAgreement(patterns, 0);

/** Share of pairs at most one step of the scale apart. */
export const withinOneAgreement: Statistic = (patterns) => pairAgreement(patterns, 1);

/** Mean share of the most common answer, over items with two or more answers, as in 10k_prompts_ranked. */
export const meanAgreementRatio: Statistic = (patterns) => {
  const pairable = patterns.filter(({ answers }) => answers >= 2);
  const items = sum(pairable.map((pattern) => pattern.items));
  if (items === 0) return noPairs;
  return sum(pairable.map(({ counts, answers, items: own }) => (own * Math.max(...counts)) / answers)) / items;
};

type Weights = (a: number, b: number) => number;

const identity: Weights = (a, b) => (a === b ? 1 : 0);

/** 1 − C(|a − b| + 1, 2) / C(q, 2). */
function ordinalWeights(values: number): Weights {
  return (a, b) => {
    const distance = Math.abs(a - b);
    return 1 - (distance * (distance + 1)) / (values * (values - 1));
  };
}

/** (observed − chance) / (1 − chance). */
function chanceCorrected(
  patterns: readonly CountPattern[],
  scale: readonly number[],
  weights: Weights,
  chanceOf: (shares: readonly number[], weights: Weights) => number,
): number | string {
  const pairable = patterns.filter(({ answers }) => answers >= 2);
  if (pairable.length === 0) return noPairs;
  const observed =
    sum(
      pairable.map(({ counts, answers, items }) => {
        const own = sum(
          counts.map((count, a) => {
            const close = sum(counts.map((other, b) => other * weights(a, b)));
            return count * (close - 1);
          }),
        );
        return (items * own) / (answers * (answers - 1));
      }),
    ) / sum(pairable.map(({ items }) => items));
  const rated = sum(patterns.map(({ items }) => items));
  const shares = scale.map(
    (_, k) => sum(patterns.map(({ counts, answers, items }) => (items * (counts[k] ?? 0)) / answers)) / rated,
  );
  if (shares.some((share) => share > 1 - 1e-12)) return oneValue;
  const chance = chanceOf(shares, weights);
  return (observed - chance) / (1 - chance);
}

function pairAgreement(patterns: readonly CountPattern[], steps: number): number | string {
  const pairs = sum(patterns.map(({ answers, items }) => items * answers * (answers - 1)));
  if (pairs === 0) return noPairs;
  const close: Weights = (a, b) => (Math.abs(a - b) <= steps ? 1 : 0);
  return (
    sum(patterns.map(({ counts, answers, items }) => items * (weightedPairs(counts, counts, close) - answers))) / pairs
  );
}

/** Σ over a and b of x[a] · y[b] · weights(a, b). */
function weightedPairs(x: readonly number[], y: readonly number[], weights: Weights): number {
  let total = 0;
  x.forEach((left, a) => {
    if (left === 0) return;
    y.forEach((right, b) => {
      total += left * right * weights(a, b);
    });
  });
  return total;
}

function totalsOf(patterns: readonly CountPattern[], scale: readonly number[]): number[] {
  return scale.map((_, k) => sum(patterns.map(({ counts, items }) => items * (counts[k] ?? 0))));
}
