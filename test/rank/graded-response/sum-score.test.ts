import { describe, expect, it } from 'vitest';
import { makeQuadrature } from '../../../src/rank/graded-response/quadrature.ts';
import { estimateQualitiesBySum } from '../../../src/rank/graded-response/sum-score.ts';
import { type GivenAnswer, jointWeights, momentsOf, sumOf, toTable } from './brute-force.ts';

const cuts = Float64Array.of(-1.2, 0.1, 1.4);
const parameters = { raters: [], cuts, prior: { meanSlope: 1.9, sdSlope: 0.01, sdSeverity: 0.01, sdLogSpread: 0.01 } };
const usual = { raters: [{ slope: 1.9, severity: 0, logSpread: 0 }], cuts };
const quadrature = makeQuadrature(3);

/** All ways in which so many answers can have this sum. */
function patterns(count: number, sum: number): number[][] {
  if (count === 0) return sum === 0 ? [[]] : [];
  return [0, 1, 2, 3].flatMap((category) => patterns(count - 1, sum - category).map((rest) => [category, ...rest]));
}

function expected(count: number, sum: number): { mean: number; sd: number } {
  const all = patterns(count, sum).map((categories) =>
    jointWeights(
      categories.map((category): GivenAnswer => ({ rater: 0, item: 0, category })),
      usual,
      quadrature,
    ),
  );
  const weights = Array.from(quadrature.points, (_, g) => sumOf(all.map((own) => own[g] ?? 0)));
  const total = sumOf(weights);
  const { mean, variance } = momentsOf(
    weights.map((weight) => weight / total),
    quadrature,
  );
  return { mean, sd: Math.sqrt(variance) };
}

function answersOf(...items: number[][]): GivenAnswer[] {
  return items.flatMap((categories, item) => categories.map((category, rater) => ({ rater, item, category })));
}

const given = [[2], [0, 3], [3, 0], [1, 2], [1, 2, 2], [], [0, 0, 0], [3, 3, 3], [2, 3, 0]];
const unknown = given.map(() => 99);

describe('estimateQualitiesBySum', () => {
  const byAnswers = { mean: Float64Array.from(unknown), sd: Float64Array.from(unknown) };
  const estimate = () =>
    estimateQualitiesBySum(toTable(answersOf(...given), given.length, 4), quadrature, parameters, byAnswers);

  it.each(given.map((categories, item) => ({ categories, item })))(
    'expects of an item with answers $categories what all answers of that sum let expect',
    ({ categories, item }) => {
      const { mean, sd } = expected(categories.length, sumOf(categories));
      const qualities = estimate();
      expect(qualities.mean[item]).toBeCloseTo(mean, 10);
      expect(qualities.sd[item]).toBeCloseTo(sd, 10);
    },
  );

  it('gives as many answers of the same sum the same to the last bit', () => {
    const qualities = estimate();
    expect(new Set([1, 2, 3].map((item) => qualities.mean[item])).size).toBe(1);
    expect(new Set([4, 8].map((item) => qualities.mean[item])).size).toBe(1);
  });

  it('leaves what it was given as it was', () => {
    estimate();
    expect([...byAnswers.mean]).toEqual(unknown);
    expect([...byAnswers.sd]).toEqual(unknown);
  });

  it('does so up to 30 answers, and leaves items with more as their answers say', () => {
    // With two values the sum says as much as the answers: a binomial likelihood.
    const own = { ...parameters, cuts: Float64Array.of(0.2) };
    const fine = makeQuadrature(31);
    const table = {
      items: ['a', 'b'],
      raters: Array.from({ length: 31 }, (_, rater) => String(rater).padStart(2, '0')),
      scale: [1, 2],
      item: Int32Array.from({ length: 61 }, (_, answer) => (answer < 60 ? answer % 2 : 1)),
      category: Uint8Array.from({ length: 61 }, (_, answer) => (answer < 20 ? 1 : 0)),
      raterStart: Int32Array.from({ length: 32 }, (_, rater) => Math.min(61, 2 * rater)),
      itemAnswers: Int32Array.of(30, 31),
    };
    const { mean, sd } = estimateQualitiesBySum(table, fine, own, {
      mean: Float64Array.of(99, 98),
      sd: Float64Array.of(97, 96),
    });
    const likelihood = Array.from(fine.points, (point) => {
      const share = 1 / (1 + Math.exp(-(1.9 * point - 0.2)));
      return share ** 10 * (1 - share) ** 20 * Math.exp(-(point ** 2) / 2);
    });
    const total = sumOf(likelihood);
    const moments = momentsOf(
      likelihood.map((value) => value / total),
      fine,
    );
    expect(mean[0]).toBeCloseTo(moments.mean, 10);
    expect(sd[0]).toBeCloseTo(Math.sqrt(moments.variance), 10);
    expect([mean[1], sd[1]]).toEqual([98, 96]);
  });
});
