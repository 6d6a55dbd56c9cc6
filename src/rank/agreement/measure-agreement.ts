import { randomBinomial, randomLcg } from 'd3-random';
import type { Agreement, AgreementEstimate, AgreementName } from '../../model.ts';
import type { CountPattern, RatingCounts } from './rating-counts.ts';
import {
  alphaInterval,
  alphaNominal,
  alphaOrdinal,
  exactAgreement,
  fleissKappa,
  gwetAc2,
  meanAgreementRatio,
  type Statistic,
  withinOneAgreement,
} from './statistics.ts';

const statistics = {
  alphaNominal,
  alphaOrdinal,
  alphaInterval,
  fleissKappa,
  gwetAc2,
  exactAgreement,
  withinOneAgreement,
  agreementRatio: meanAgreementRatio,
} satisfies Record<AgreementName, Statistic>;

const mostReplicates = 1000;

/** Above this number of patterns × replicates, the interval takes more than about a second, so fewer replicates are drawn. */
const mostWork = 200_000;

/**
 * All statistics of agreement, each with a 95 % percentile interval from resampling items (Efron & Tibshirani 1993, An
 * introduction to the bootstrap). Same counts and seed, same result.
 */
export function measureAgreement({ scale, patterns }: RatingCounts, seed: number): Agreement {
  const pairable = patterns.filter(({ answers }) => answers >= 2);
  const figures = {
    answers: patterns.reduce((sum, { answers, items }) => sum + answers * items, 0),
    items: patterns.reduce((sum, { items }) => sum + items, 0),
    pairableAnswers: pairable.reduce((sum, { answers, items }) => sum + answers * items, 0),
    pairableItems: pairable.reduce((sum, { items }) => sum + items, 0),
  };
  const replicates = pairable.length === 0 ? [] : resample(patterns, seed);
  const estimateOf = (name: AgreementName): AgreementEstimate => {
    const statistic = statistics[name](patterns, scale);
    const value = statistic(Float64Array.from(patterns, ({ items }) => items));
    if (typeof value === 'string') return { value: null, low: null, high: null, reason: value };
    return { value, ...percentiles(replicates.map(statistic)), reason: null };
  };
  return {
    ...figures,
    alphaNominal: estimateOf('alphaNominal'),
    alphaOrdinal: estimateOf('alphaOrdinal'),
    alphaInterval: estimateOf('alphaInterval'),
    fleissKappa: estimateOf('fleissKappa'),
    gwetAc2: estimateOf('gwetAc2'),
    exactAgreement: estimateOf('exactAgreement'),
    withinOneAgreement: estimateOf('withinOneAgreement'),
    agreementRatio: estimateOf('agreementRatio'),
  };
}

/** Draws as many items as there are, with replacement: in each replicate, the counts of the patterns are multinomial. */
function resample(patterns: readonly CountPattern[], seed: number): Float64Array[] {
  const random = randomBinomial.source(randomLcg(seed));
  const count = Math.max(200, Math.min(mostReplicates, Math.floor(mostWork / patterns.length)));
  const total = patterns.reduce((sum, { items }) => sum + items, 0);
  return Array.from({ length: count }, () => {
    let undrawn = total;
    let rest = total;
    return Float64Array.from(patterns, ({ items }) => {
      const drawn = rest === items ? undrawn : random(undrawn, items / rest)();
      undrawn -= drawn;
      rest -= items;
      return drawn;
    });
  });
}

/** The 2.5 % and 97.5 % quantiles; null if the statistic is undefined in half of the replicates or more. */
function percentiles(values: readonly (number | string)[]): { low: number | null; high: number | null } {
  const sorted = Float64Array.from(values.filter((value) => typeof value === 'number')).toSorted();
  if (sorted.length <= values.length / 2) return { low: null, high: null };
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}
