import { describe, expect, it } from 'vitest';
import { fillCategoryTables, makeCategoryTables } from '../../../src/rank/graded-response/category-tables.ts';
import type { Quadrature } from '../../../src/rank/graded-response/quadrature.ts';
import { canKeepTables, makeRaterTables } from '../../../src/rank/graded-response/rater-tables.ts';
import { sample } from './brute-force.ts';

function quadratureOf(points: number): Quadrature {
  return { points: new Float64Array(points).map((_, index) => index - 1), logWeights: new Float64Array(points) };
}

describe('canKeepTables', () => {
  // 2^22 entries of 32 bytes are 4 × 32 MB.
  it.each([
    [2 ** 10, 4, 2 ** 10, true],
    [2 ** 10, 4, 2 ** 10 + 1, false],
    [2 ** 10 + 1, 4, 2 ** 10, false],
    [3, 4, 27, true],
  ])('for %i raters, %i values, %i points: %s', (raters, values, points, can) => {
    expect(canKeepTables(raters, values, quadratureOf(points))).toBe(can);
  });
});

describe('makeRaterTables', () => {
  const { parameters } = sample;

  it.each([
    ['kept for all raters', 3],
    ['filled again for each rater where there is no room for all', 2 ** 20],
  ])('are those of the rater, %s', (_, raters) => {
    const { points } = quadratureOf(3);
    const tablesOf = makeRaterTables(raters, 4, quadratureOf(3))(parameters);
    for (const [index, rater] of [...parameters.raters.entries()].toReversed()) {
      const expected = makeCategoryTables(4, points.length);
      fillCategoryTables(expected, points, parameters.cuts, rater);
      expect(tablesOf(index)).toEqual(expected);
    }
  });

  it('take the room again with other parameters', () => {
    const fillTables = makeRaterTables(3, 4, quadratureOf(3));
    const before = fillTables(parameters)(1);
    const first = before.logProbability.slice();
    const after = fillTables({ ...parameters, cuts: Float64Array.of(-1, 0, 1) })(1);
    expect(after).toBe(before);
    expect(after.logProbability).not.toEqual(first);
  });

  it('stay apart where there is room for all', () => {
    const tablesOf = makeRaterTables(3, 4, quadratureOf(3))(parameters);
    expect(new Set([0, 1, 2].map(tablesOf)).size).toBe(3);
    expect(tablesOf(1)).toBe(tablesOf(1));
  });
});
