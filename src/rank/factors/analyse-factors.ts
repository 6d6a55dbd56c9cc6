import type { FactorAnalysis, FactorEffect, FactorEffects, ItemFacts, Rating } from '../../model.ts';
import { groupBy } from '../../lib/group-by.ts';
import { normalReach, normalTail } from '../../lib/normal-distribution.ts';
import { compareText } from '../../lib/text/text.ts';
import { rounded } from '../score-items.ts';
import { describeAnswers, placeWaves } from './answer-covariates.ts';
import { type Contrast, listContrasts } from './factor-contrasts.ts';
import { type DescribedAnswer, makeFactorDesign } from './factor-design.ts';
import { type FactorResponse, describeContrast, describeEffect } from './factor-sentences.ts';
import { fitMixedModel, type MixedModel } from './mixed-model.ts';

interface Observation extends DescribedAnswer {
  rater: string;
  value: number;
}

type Wording = Parameters<typeof describeEffect>[2];

/** With fewer answers no effect can be estimated. */
const leastAnswers = 30;

/** What ratings, and their distance from others' ratings, depend on: one mixed model each (see docs/ranking.md). */
export function analyseFactors(ratings: readonly Rating[], facts: ReadonlyMap<string, ItemFacts>): FactorAnalysis {
  const sorted = ratings.toSorted((a, b) => compareText(a.rater, b.rater) || compareText(a.item, b.item));
  const covariates = describeAnswers(sorted);
  const known = sorted.flatMap(({ rater, item, value }, index): Observation[] => {
    const own = facts.get(item);
    return own === undefined ? [] : [{ rater, item, value, facts: own, ...covariates?.[index] }];
  });
  const waves = placeWaves(known.map((observation) => observation.facts));
  const observations = known.map((observation, index) => {
    const wave = waves?.[index];
    return wave === undefined ? observation : { ...observation, wave };
  });
  return {
    ratings: estimateEffects(observations, 'rating'),
    disagreement: estimateEffects(toDistances(observations), 'disagreement'),
  };
}

/** Each answer's distance from the mean of the other answers to its item. Items with one answer are left out. */
function toDistances(observations: readonly Observation[]): Observation[] {
  const sums = new Map<string, { sum: number; answers: number }>();
  for (const { item, value } of observations) {
    const { sum, answers } = sums.get(item) ?? { sum: 0, answers: 0 };
    sums.set(item, { sum: sum + value, answers: answers + 1 });
  }
  return observations.flatMap((observation) => {
    const { sum, answers } = sums.get(observation.item) ?? { sum: 0, answers: 0 };
    if (answers < 2) return [];
    return [{ ...observation, value: Math.abs(observation.value - (sum - observation.value) / (answers - 1)) }];
  });
}

function estimateEffects(observations: readonly Observation[], response: FactorResponse): FactorEffects {
  const answers = observations.length;
  const nothing = (reason: string): FactorEffects => ({ effects: null, answers, reason });
  if (answers < leastAnswers) {
    const which = response === 'rating' ? 'answers' : 'answers on prompts with two or more';
    return nothing(`there are ${answers} ${which}, and it takes ${leastAnswers}`);
  }
  if (observations.every(({ value }) => value === observations[0]?.value)) return nothing('all of them are the same');
  const design = makeFactorDesign(observations);
  const contrasts = listContrasts(design);
  if (contrasts.length === 0) return nothing('the prompts do not differ in anything that is known of them');
  if (design.columns.length > answers / 3) return nothing('there are too many sources for so few answers');
  const [item, items] = numbered(observations.map((observation) => observation.item));
  const [rater, raters] = numbered(observations.map((observation) => observation.rater));
  const values = Float64Array.from(observations, ({ value }) => value);
  const model = fitMixedModel(values, design.columns, { item, rater, items, raters });
  return { effects: toEffects(contrasts, model, { response, covariates: design.covariates }), answers, reason: null };
}

function toEffects(contrasts: readonly Contrast[], model: MixedModel, wording: Wording): FactorEffect[] {
  const estimates = contrasts.map((contrast) => {
    const effect = sumOf(contrast.weights, (weight, index) => weight * (model.coefficients[index] ?? 0));
    const variance = sumOf(contrast.weights, (a, row) =>
      a === 0 ? 0 : a * sumOf(contrast.weights, (b, column) => (b === 0 ? 0 : b * model.covariance.get(row, column))),
    );
    return { contrast, effect, error: Math.sqrt(Math.max(0, variance)) };
  });
  const held = holdAfterHolm(estimates.map(({ effect, error }) => (error === 0 ? 0 : Math.abs(effect) / error)));
  return estimates.map(({ contrast, effect, error }, index) => {
    const figures = {
      effect: rounded(effect),
      low: rounded(effect - normalReach * error),
      high: rounded(effect + normalReach * error),
      holds: held[index] === true,
    };
    return {
      factor: contrast.factor,
      contrast: describeContrast(contrast),
      ...figures,
      sentence: describeEffect(contrast, figures, wording),
    };
  });
}

/** Holm's procedure (1979) on two-sided normal tests: the k-th greatest is held to 5 % / (number − k + 1). */
function holdAfterHolm(scores: readonly number[]): boolean[] {
  const order = [...scores.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const held = scores.map(() => false);
  for (const [rank, index] of order.entries()) {
    if (2 * normalTail(scores[index] ?? 0) > 0.05 / (scores.length - rank)) break;
    held[index] = true;
  }
  return held;
}

/** Maps names to numbers in order of first appearance; also returns how many there are. */
function numbered(names: readonly string[]): [numbers: Int32Array, count: number] {
  const numbers = new Map([...groupBy(names, (name) => name).keys()].map((name, index) => [name, index]));
  return [Int32Array.from(names, (name) => numbers.get(name) ?? 0), numbers.size];
}

function sumOf(values: readonly number[], of: (value: number, index: number) => number): number {
  return values.reduce((total, value, index) => total + of(value, index), 0);
}
