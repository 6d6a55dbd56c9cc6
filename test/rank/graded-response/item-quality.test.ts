import { describe, expect, it } from 'vitest';
import type { Fit } from '../../../src/rank/graded-response/fit.ts';
import { estimateQualities, takeMoments } from '../../../src/rank/graded-response/item-quality.ts';
import { makeQuadrature } from '../../../src/rank/graded-response/quadrature.ts';
import type { Symmetric3 } from '../../../src/rank/graded-response/symmetric3.ts';
import { derivative, momentsOf, posteriorWeights, sample, sumOf, toTable, withRater } from './brute-force.ts';

describe('takeMoments', () => {
  it('gives mean and variance of each item', () => {
    const points = Float64Array.of(-1, 0, 2);
    const { mean, variance } = takeMoments(Float64Array.of(0.5, 0.25, 0.25, 0, 1, 0, 0.2, 0, 0.8), points);
    // 0.25 · 2 − 0.5 = 0, and 0.5 · 1 + 0.25 · 4 = 1.5; all weight on one point; 1.4, and 0.2 · 2.4² + 0.8 · 0.6² = 1.44.
    [0, 0, 1.4].forEach((value, item) => expect(mean[item]).toBeCloseTo(value, 12));
    [1.5, 0, 1.44].forEach((value, item) => expect(variance[item]).toBeCloseTo(value, 12));
  });

  it('has no variance below 0, as rounding would make it', () => {
    // 0.1² · 3 · ⅓ is less than 0.1² by the last bit.
    const third = 1 / 3;
    const { variance } = takeMoments(Float64Array.of(third, third, third), Float64Array.of(1e8, 1e8, 1e8 + 1e-8));
    expect(variance[0]).toBeGreaterThanOrEqual(0);
    expect(takeMoments(Float64Array.of(1 + 1e-9), Float64Array.of(3)).variance[0]).toBe(0);
  });
});

describe('estimateQualities', () => {
  const quadrature = makeQuadrature(3);
  const { answers, items, values, parameters } = sample;
  const covariances: Symmetric3[] = [
    [0.2, 0.05, -0.04, 0.3, 0.02, 0.1],
    [0.1, -0.03, 0.01, 0.15, 0.05, 0.2],
    [0.3, 0.1, 0.06, 0.25, -0.07, 0.12],
  ];
  const fit: Fit = { parameters, covariances, logEvidence: 0, iterations: 1 };
  const estimate = () => estimateQualities(toTable(answers, items, values), quadrature, fit);
  const onItem = (item: number) => answers.filter((answer) => answer.item === item);

  it.each([0, 1, 2, 3, 4])('gives item %i the mean of its posterior', (item) => {
    const { mean: expected } = momentsOf(posteriorWeights(onItem(item), parameters, quadrature), quadrature);
    expect(estimate().mean[item]).toBeCloseTo(expected, 10);
  });

  it.each([0, 1, 2, 3, 4])("gives item %i an sd with what is not known of the raters' parameters", (item) => {
    const own = onItem(item);
    const { variance } = momentsOf(posteriorWeights(own, parameters, quadrature), quadrature);
    const moved = own.map(({ rater }) => {
      const [xx, xy, xz, yy, yz, zz] = covariances[rater] ?? [0, 0, 0, 0, 0, 0];
      // How far the mean moves with each parameter of the rater.
      const [x = 0, y = 0, z = 0] = (['slope', 'severity', 'logSpread'] as const).map((name) =>
        derivative(
          (more) =>
            momentsOf(posteriorWeights(own, withRater(parameters, rater, name, more), quadrature), quadrature).mean,
        ),
      );
      return x * x * xx + y * y * yy + z * z * zz + 2 * (x * y * xy + x * z * xz + y * z * yz);
    });
    expect((estimate().sd[item] ?? 0) ** 2).toBeCloseTo(variance + sumOf(moved), 8);
  });
});
