import { describe, expect, it } from 'vitest';
import { makeQuadrature } from '../../../src/rank/graded-response/quadrature.ts';

describe('makeQuadrature', () => {
  // A step is at most 0.35, and at most the sd of a posterior: 1 / √(1 + 2.5 · answers). Half of the points is 4.5 / step.
  it.each([
    [0, 13], // 4.5 / 0.35 = 12.9
    [2, 13], // 1 / √6 = 0.41 is more than 0.35
    [3, 14], // 4.5 · √8.5 = 13.1
    [10, 23], // 4.5 · √26 = 22.9
    [1000, 226], // 4.5 · √2501 = 225.05
    [1777, 300], // 4.5 · √4443.5 = 299.97
    [1_000_000, 300],
  ])('has for %i answers %i points on each side of 0', (answers, half) => {
    const { points, logWeights } = makeQuadrature(answers);
    expect(points).toHaveLength(2 * half + 1);
    expect(logWeights).toHaveLength(points.length);
    expect([points[0], points[half], points.at(-1)]).toEqual([-4.5, 0, 4.5]);
    const steps = points.subarray(1).map((point, index) => point - (points[index] ?? 0));
    steps.forEach((step) => expect(step).toBeCloseTo(4.5 / half, 12));
  });

  it.each([0, 3, 50])('has the moments of the standard normal distribution for %i answers', (answers) => {
    const { points, logWeights } = makeQuadrature(answers);
    const moment = (power: number): number =>
      points.reduce((sum, point, g) => sum + point ** power * Math.exp(logWeights[g] ?? 0), 0);
    expect(moment(1) / moment(0)).toBeCloseTo(0, 10);
    expect(moment(2) / moment(0)).toBeCloseTo(1, 3);
    expect(moment(4) / moment(0)).toBeCloseTo(3, 1);
    expect(logWeights[(points.length - 1) / 2]).toBeCloseTo(0, 12);
  });
});
