import type { AnswerTable } from '../../../src/rank/answer-table.ts';
import { makeAnswerTable } from '../../../src/rank/answer-table.ts';
import type { Parameters, RaterParameters } from '../../../src/rank/graded-response/parameters.ts';
import type { Quadrature } from '../../../src/rank/graded-response/quadrature.ts';

/** The model as docs/ranking.md writes it down: slow, without tables and without derivatives. To compare with. */
export interface GivenAnswer {
  rater: number;
  item: number;
  /** Place of the value in the scale. */
  category: number;
}

/** P(answer ≥ k) is logistic((slope · quality − severity − cut k) / spread), so that of one value is a difference of two. */
export function probability(
  category: number,
  quality: number,
  cuts: ArrayLike<number>,
  { slope, severity, logSpread }: RaterParameters,
): number {
  const atLeast = (k: number): number => {
    if (k <= 0) return 1;
    if (k > cuts.length) return 0;
    return 1 / (1 + Math.exp(-(slope * quality - severity - (cuts[k - 1] ?? 0)) / Math.exp(logSpread)));
  };
  return atLeast(category) - atLeast(category + 1);
}

/** P(these answers and a quality at each point), where qualities are standard normal: points that sum to 1 without answers. */
export function jointWeights(
  answers: readonly GivenAnswer[],
  { raters, cuts }: Pick<Parameters, 'raters' | 'cuts'>,
  { points }: Quadrature,
): number[] {
  const prior = Array.from(points, (point) => Math.exp(-(point ** 2) / 2));
  const total = sumOf(prior);
  return prior.map((weight, g) =>
    answers.reduce((product, { rater, category }) => {
      const parameters = raters[rater];
      if (parameters === undefined) throw new Error(`no rater ${rater}`);
      return product * probability(category, points[g] ?? 0, cuts, parameters);
    }, weight / total),
  );
}

/** Log of the probability of all answers. */
export function logLikelihood(
  answers: readonly GivenAnswer[],
  parameters: Pick<Parameters, 'raters' | 'cuts'>,
  quadrature: Quadrature,
): number {
  const items = new Set(answers.map(({ item }) => item));
  return sumOf(
    [...items].map((item) =>
      Math.log(
        sumOf(
          jointWeights(
            answers.filter((answer) => answer.item === item),
            parameters,
            quadrature,
          ),
        ),
      ),
    ),
  );
}

/** What the answers to one item tell of its quality. */
export function posteriorWeights(
  answers: readonly GivenAnswer[],
  parameters: Pick<Parameters, 'raters' | 'cuts'>,
  quadrature: Quadrature,
): number[] {
  const joint = jointWeights(answers, parameters, quadrature);
  const total = sumOf(joint);
  return joint.map((weight) => weight / total);
}

export function momentsOf(weights: readonly number[], { points }: Quadrature): { mean: number; variance: number } {
  const mean = sumOf(weights.map((weight, g) => weight * (points[g] ?? 0)));
  return { mean, variance: sumOf(weights.map((weight, g) => weight * ((points[g] ?? 0) - mean) ** 2)) };
}

/** The parameters with something added to one number of one rater. */
export function withRater<P extends Pick<Parameters, 'raters' | 'cuts'>>(
  parameters: P,
  rater: number,
  name: keyof RaterParameters,
  more: number,
): P {
  return {
    ...parameters,
    raters: parameters.raters.map((own, index) => (index === rater ? { ...own, [name]: own[name] + more } : own)),
  };
}

/** The parameters with something added to one cut. */
export function withCut<P extends Pick<Parameters, 'raters' | 'cuts'>>(parameters: P, cut: number, more: number): P {
  return { ...parameters, cuts: parameters.cuts.map((own, index) => (index === cut ? own + more : own)) };
}

/** By a central difference: right to about eight digits. */
export function derivative(of: (more: number) => number): number {
  const step = 1e-4;
  return (8 * (of(step) - of(-step)) - (of(2 * step) - of(-2 * step))) / (12 * step);
}

/** Raters and items are named by their places, as long as there are no more than ten of each. */
export function toTable(answers: readonly GivenAnswer[], items: number, values: number): AnswerTable {
  const groups = Array.from({ length: items }, (_, item) => ({
    item: `i${item}`,
    ratings: answers
      .filter((answer) => answer.item === item)
      .map(({ rater, category }) => ({ rater: `r${rater}`, item: `i${item}`, value: category })),
  }));
  return makeAnswerTable(groups, [...Array(values).keys()]);
}

export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Three raters who differ in everything, on a scale of four values; one item with one answer and one without. */
export const sample = {
  answers: [
    { rater: 0, item: 0, category: 1 },
    { rater: 0, item: 1, category: 3 },
    { rater: 0, item: 2, category: 0 },
    { rater: 0, item: 3, category: 2 },
    { rater: 1, item: 0, category: 2 },
    { rater: 1, item: 1, category: 3 },
    { rater: 2, item: 0, category: 0 },
    { rater: 2, item: 2, category: 1 },
  ] satisfies GivenAnswer[],
  items: 5,
  values: 4,
  parameters: {
    raters: [
      { slope: 2.1, severity: 0.4, logSpread: -0.2 },
      { slope: 1.3, severity: -0.7, logSpread: 0.3 },
      { slope: 0.6, severity: 0.1, logSpread: 0.1 },
    ],
    cuts: Float64Array.of(-1.6, -0.2, 1.1),
    prior: { meanSlope: 1.8, sdSlope: 0.6, sdSeverity: 0.8, sdLogSpread: 0.35 },
  } satisfies Parameters,
};
