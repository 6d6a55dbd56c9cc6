import { describe, expect, it } from 'vitest';
import { makeRatingCurves, meanDistance, ratingAt } from '../../src/rank/rating-curve.ts';
import { probability, sample, sumOf, toTable } from './graded-response/brute-force.ts';

const { answers, items, parameters } = sample;
const scale = [1, 2, 4, 5];
const table = { ...toTable(answers, items, scale.length), scale };
/** Qualities of a curve: from −7 to 7, 0.05 apart. */
const points = Array.from({ length: 281 }, (_, index) => -7 + index / 20);

function curveBy(of: (point: number) => number): Float64Array {
  return Float64Array.from(points, of);
}

describe('makeRatingCurves', () => {
  const expected = parameters.raters.map((rater) =>
    points.map((point) =>
      sumOf(scale.map((value, category) => value * probability(category, point, parameters.cuts, rater))),
    ),
  );

  it.each([0, 1, 2])('has what rater %i would give on the average at each quality', (rater) => {
    const { curveOf } = makeRatingCurves(table, parameters);
    const curve = curveOf(parameters.raters[rater] ?? { slope: 0, severity: 0, logSpread: 0 });
    expect(curve).toHaveLength(points.length);
    curve.forEach((value, g) => expect(value).toBeCloseTo(expected[rater]?.[g] ?? 0, 6));
  });

  it('counts every rater the same in the average, however many answers they gave', () => {
    const { average } = makeRatingCurves(table, parameters);
    expect(average).toHaveLength(points.length);
    average.forEach((value, g) => {
      expect(value).toBeCloseTo(sumOf(expected.map((curve) => curve[g] ?? 0)) / 3, 6);
    });
  });
});

describe('ratingAt', () => {
  const line = curveBy((point) => 3 + 0.2 * point);

  it.each([
    [-7, 1.6],
    [-6.99, 1.602],
    [0, 3],
    [0.05, 3.01],
    [0.06, 3.012],
    [6.99, 4.398],
    [7, 4.4],
  ])('reads quality %d off a line as %d', (quality, rating) => {
    expect(ratingAt(line, quality)).toBeCloseTo(rating, 10);
  });

  it.each([
    [-7.01, 1.6],
    [-100, 1.6],
    [7.01, 4.4],
    [100, 4.4],
  ])('stays at its ends for quality %d', (quality, rating) => {
    expect(ratingAt(line, quality)).toBeCloseTo(rating, 10);
  });

  it('goes straight from one point to the next', () => {
    const step = curveBy((point) => (point > 0.001 ? 1 : 0));
    [0, 0.2, 0.5, 0.9, 1].forEach((share) => expect(ratingAt(step, share / 20)).toBeCloseTo(share, 10));
  });
});

describe('meanDistance', () => {
  it.each<[string, (point: number) => number, number]>([
    ['is the distance of parallel curves', () => 0.7, 0.7],
    ['weighs both sides of the mean the same', (point) => 2 * point, 0],
    // The second and fourth moments of the standard normal distribution.
    ['weighs qualities as they occur', (point) => point ** 2, 1],
    ['weighs far qualities as they occur', (point) => point ** 4, 3],
  ])('%s', (_, above, distance) => {
    const curve = curveBy((point) => 3 + Math.tanh(point));
    const other = curve.map((value, g) => value + above(points[g] ?? 0));
    expect(meanDistance(curve, other)).toBeCloseTo(distance, 6);
    expect(meanDistance(other, curve)).toBeCloseTo(-distance, 6);
  });
});
