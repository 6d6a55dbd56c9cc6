import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../src/rank/rank-correlation.ts';

function pair(x: readonly number[], y: readonly number[]): [number, number][] {
  return x.map((value, index) => [value, y[index] ?? 0]);
}

describe('rankCorrelation', () => {
  // Without ties it is 1 − 6 · Σ d² / (n · (n² − 1)).
  it.each([
    [[30, 10, 20, 40], [1, 2, 3, 4], 1 - (6 * (4 + 1 + 1)) / (4 * 15)],
    [[5, -1, 100, 2], [5, -1, 100, 2], 1],
    [[5, -1, 100, 2], [-5, 1, -100, -2], -1],
    [[1, 9, 10, 100], [2, 30, 4, 500], 1 - (6 * 2) / (4 * 15)],
  ])('of %j and %j is %d', (x, y, expected) => {
    expect(rankCorrelation(pair(x, y))).toBeCloseTo(expected, 12);
  });

  it('gives ties their mean rank', () => {
    // Ranks 3.5 1 3.5 2 and 1 2.5 4 2.5: deviations 1 −1.5 1 −0.5 and −1.5 0 1.5 0, of which products and squares are summed.
    const found = rankCorrelation(pair([7, 1, 7, 3], [0, 5, 8, 5]));
    expect(found).toBeCloseTo((-1.5 + 1.5) / Math.sqrt((1 + 2.25 + 1 + 0.25) * (2.25 + 2.25)), 12);
    // Ranks 1 2.5 2.5 4 and 1 2 3 4: products 2.25 + 0 + 0 + 2.25, squares 4.5 and 5.
    expect(rankCorrelation(pair([1, 2, 2, 3], [1, 2, 3, 4]))).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it('is null where one side has no spread', () => {
    expect(rankCorrelation(pair([3, 3, 3], [1, 2, 3]))).toBeNull();
    expect(rankCorrelation([])).toBeNull();
  });
});
