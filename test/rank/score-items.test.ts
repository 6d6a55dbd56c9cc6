import { describe, expect, it } from 'vitest';
import type { ModelEstimate } from '../../src/rank/graded-response/estimate-model.ts';
import type { Fit } from '../../src/rank/graded-response/fit.ts';
import { rounded, scoreItems } from '../../src/rank/score-items.ts';
import { probability, sample, sumOf, toTable } from './graded-response/brute-force.ts';

describe('rounded', () => {
  it.each([
    [1.23456789, 1.234568],
    [1.2345674, 1.234567],
    [-1.23456789, -1.234568],
    [3, 3],
    [0, 0],
    [-1e-9, 0],
    [-0, 0],
  ])('%d is %d', (value, expected) => {
    expect(rounded(value)).toBe(expected);
  });
});

describe('scoreItems', () => {
  const { answers, items, values, parameters } = sample;
  const scale = [1, 2, 4, 5];
  const fit: Fit = { parameters, covariances: [], logEvidence: 0, iterations: 1 };
  const estimate: ModelEstimate = {
    raterModel: 'full',
    fit,
    raterFit: { ...fit, parameters: { ...parameters, raters: [] } },
    qualities: { mean: Float64Array.of(-1, 0, 0.5, 2, -0.3), sd: Float64Array.of(0.5, 0.2, 1, 0.1, 1) },
  };
  const score = () => scoreItems({ ...toTable(answers, items, values), scale }, estimate);

  /** What the three raters give on the average at a quality. */
  const expectedAt = (quality: number): number =>
    sumOf(
      parameters.raters.map((rater) =>
        sumOf(scale.map((value, category) => value * probability(category, quality, parameters.cuts, rater))),
      ),
    ) / 3;

  it.each([0, 1, 2, 3, 4])(
    'gives item %i the rating of an average rater, at its mean and at mean ± 1.96 sd',
    (item) => {
      const mean = estimate.qualities.mean[item] ?? 0;
      const reach = 1.959964 * (estimate.qualities.sd[item] ?? 0);
      const own = score().get(`i${item}`);
      // Between points that are 0.05 apart the curve is taken for straight.
      expect(own?.score).toBeCloseTo(expectedAt(mean), 3);
      expect(own?.low).toBeCloseTo(expectedAt(mean - reach), 3);
      expect(own?.high).toBeCloseTo(expectedAt(mean + reach), 3);
      for (const figure of Object.values(own ?? {})) expect(rounded(figure)).toBe(figure);
    },
  );

  it('scores every item', () => {
    expect([...score().keys()]).toEqual(['i0', 'i1', 'i2', 'i3', 'i4']);
  });
});
