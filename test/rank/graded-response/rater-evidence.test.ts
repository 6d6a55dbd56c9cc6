import { describe, expect, it } from 'vitest';
import { splitItems } from '../../../src/rank/answer-table.ts';
import type { RaterParameters } from '../../../src/rank/graded-response/parameters.ts';
import { makeQuadrature } from '../../../src/rank/graded-response/quadrature.ts';
import { type Evidence, gatherEvidence } from '../../../src/rank/graded-response/rater-evidence.ts';
import { makeRaterTables } from '../../../src/rank/graded-response/rater-tables.ts';
import {
  derivative,
  type GivenAnswer,
  logLikelihood,
  posteriorWeights,
  probability,
  sample,
  sumOf,
  toTable,
  withCut,
  withRater,
} from './brute-force.ts';

const quadrature = makeQuadrature(3);
const { answers, items, values, parameters } = sample;
const table = toTable(answers, items, values);
const names = ['slope', 'severity', 'logSpread'] as const;
const pairs = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

function gather(size: number): Evidence {
  const blocks = splitItems(table, size);
  return gatherEvidence(blocks, quadrature, parameters, makeRaterTables(3, values, quadrature)(parameters));
}

/** How the log likelihood of some answers changes with a rater. */
function scoresOf(some: readonly GivenAnswer[], rater: number): number[] {
  return names.map((name) =>
    derivative((more) => logLikelihood(some, withRater(parameters, rater, name, more), quadrature)),
  );
}

const onItem = (item: number): GivenAnswer[] => answers.filter((answer) => answer.item === item);
const answersOf = (rater: number): GivenAnswer[] => answers.filter((answer) => answer.rater === rater);

/** Σ over qualities and values, weighted by how probable they are. */
function expectedOver(
  given: readonly { weights: readonly number[]; rater: RaterParameters }[],
  of: (category: number, point: number, rater: RaterParameters) => number,
): number {
  return sumOf(
    given.flatMap(({ weights, rater }) =>
      Array.from(quadrature.points).flatMap((point, g) =>
        [...Array(values).keys()].map(
          (category) =>
            (weights[g] ?? 0) * probability(category, point, parameters.cuts, rater) * of(category, point, rater),
        ),
      ),
    ),
  );
}

function weighted(some: readonly GivenAnswer[]): { weights: number[]; rater: RaterParameters }[] {
  return some.flatMap(({ item, rater }) => {
    const own = parameters.raters[rater];
    return own === undefined ? [] : [{ weights: posteriorWeights(onItem(item), parameters, quadrature), rater: own }];
  });
}

/** How the log probability of a value changes with its rater. */
function scoreOf(name: keyof RaterParameters, category: number, point: number, own: RaterParameters): number {
  return derivative((more) =>
    Math.log(probability(category, point, parameters.cuts, { ...own, [name]: own[name] + more })),
  );
}

describe('the evidence of rater', () => {
  it.each([0, 1, 2])('%i has the slopes of the log likelihood', (rater) => {
    const own = gather(items).raters[rater];
    scoresOf(answers, rater).forEach((score, index) => expect(own?.gradient[index]).toBeCloseTo(score, 7));
    expect(own?.answers).toBe(answersOf(rater).length);
  });

  it.each([0, 1, 2])('%i has the squares of the scores of each answer as observed information', (rater) => {
    const evidence = gather(items);
    const scores = answersOf(rater).map(({ item }) => scoresOf(onItem(item), rater));
    pairs.forEach(([a, b], index) => {
      const expected = sumOf(scores.map((score) => (score[a] ?? 0) * (score[b] ?? 0)));
      expect(evidence.raters[rater]?.observed[index]).toBeCloseTo(expected, 7);
    });
  });

  it.each([0, 1, 2])("%i has Fisher's information as if the qualities were known", (rater) => {
    const evidence = gather(items);
    pairs.forEach(([a, b], index) => {
      const expected = expectedOver(
        weighted(answersOf(rater)),
        (category, point, own) => scoreOf(names[a], category, point, own) * scoreOf(names[b], category, point, own),
      );
      expect(evidence.raters[rater]?.complete[index]).toBeCloseTo(expected, 6);
    });
  });

  it.each([0, 1, 2])('%i tells of the slope by the items with two answers or more alone', (rater) => {
    const evidence = gather(items);
    const scores = answersOf(rater)
      .filter(({ item }) => onItem(item).length >= 2)
      .map(({ item }) => scoresOf(onItem(item), rater)[0] ?? 0);
    expect(evidence.raters[rater]?.repeated.gradient).toBeCloseTo(sumOf(scores), 7);
    expect(evidence.raters[rater]?.repeated.information).toBeCloseTo(sumOf(scores.map((score) => score ** 2)), 7);
  });
});

describe('the evidence of the cuts', () => {
  /** Half an answer of each value by the usual rater, to items of which nothing else is known. */
  const usualRater = { slope: parameters.prior.meanSlope, severity: 0, logSpread: 0 };
  const usual = { raters: [usualRater], cuts: parameters.cuts };
  const pseudo = [...Array(values).keys()].map((category): GivenAnswer => ({ rater: 0, item: category, category }));
  const pseudoWeights = pseudo.map((answer) => ({
    weights: posteriorWeights([answer], usual, quadrature).map((weight) => weight / 2),
    rater: usualRater,
  }));
  const all = [...weighted(answers), ...pseudoWeights];
  const byCut = (cut: number, category: number, point: number, rater: RaterParameters): number =>
    derivative((more) => {
      const { cuts } = withCut({ raters: [], cuts: parameters.cuts }, cut, more);
      return Math.log(probability(category, point, cuts, rater));
    });

  it.each([0, 1, 2])('has for cut %i the slope of the log likelihood, pseudo-answers included', (cut) => {
    const expected = derivative(
      (more) =>
        logLikelihood(answers, withCut(parameters, cut, more), quadrature) +
        logLikelihood(pseudo, withCut(usual, cut, more), quadrature) / 2,
    );
    expect(gather(items).cuts.gradient[cut]).toBeCloseTo(expected, 7);
  });

  it.each([0, 1, 2])('has for cut %i the complete information', (cut) => {
    const evidence = gather(items);
    const diagonal = expectedOver(all, (category, point, rater) => byCut(cut, category, point, rater) ** 2);
    expect(evidence.cuts.diagonal[cut]).toBeCloseTo(diagonal, 6);
    const beside =
      cut === 0
        ? 0
        : expectedOver(
            all,
            (category, point, rater) => byCut(cut - 1, category, point, rater) * byCut(cut, category, point, rater),
          );
    expect(evidence.cuts.beside[cut]).toBeCloseTo(beside, 6);
  });
});

function listNumbers({ raters, cuts }: Evidence): number[] {
  return [
    ...raters.flatMap(({ gradient, observed, complete, repeated }) => [
      ...gradient,
      ...observed,
      ...complete,
      repeated.gradient,
      repeated.information,
    ]),
    ...cuts.gradient,
    ...cuts.diagonal,
    ...cuts.beside,
  ];
}

it('is the same when items come in blocks', () => {
  const evidence = gather(items);
  expect(evidence.logLikelihood).toBeCloseTo(logLikelihood(answers, parameters, quadrature), 10);
  for (const size of [1, 2, 3]) {
    const other = gather(size);
    expect(other.logLikelihood).toBeCloseTo(evidence.logLikelihood, 10);
    expect(other.raters.map((rater) => rater.answers)).toEqual([4, 2, 2]);
    const expected = listNumbers(evidence);
    listNumbers(other).forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? 0, 9));
  }
});
