import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementRatio, countValues } from '../../src/rank/count-values.ts';
import { correlation, orderFreeMean, orderFreeSum } from '../../src/rank/order-free.ts';
import { rankCorrelation } from '../../src/rank/rank-correlation.ts';

const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });

describe('sums and means', () => {
  it('are the same to the last bit in any order', () => {
    fc.assert(
      fc.property(values, (drawn) => {
        expect(orderFreeSum(drawn.toReversed())).toBe(orderFreeSum(drawn));
        expect(orderFreeMean(drawn.toReversed())).toBe(orderFreeMean(drawn));
      }),
    );
    expect(orderFreeSum([3, -1, 0.5])).toBe(2.5);
    expect(orderFreeSum([])).toBe(0);
    expect(orderFreeMean([3, -1, 1])).toBe(1);
  });
});

describe('correlation', () => {
  it.each<[string, [number, number][], number | null]>([
    [
      'of a rising line',
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      1,
    ],
    [
      'of a falling line',
      [
        [1, 6],
        [2, 4],
        [3, 2],
      ],
      -1,
    ],
    [
      'of a cross',
      [
        [0, 1],
        [0, -1],
        [1, 0],
        [-1, 0],
      ],
      0,
    ],
    [
      'by hand',
      [
        [1, 1],
        [2, 3],
        [3, 2],
      ],
      0.5,
    ],
    [
      'of values without spread on the left',
      [
        [1, 1],
        [1, 2],
      ],
      null,
    ],
    [
      'of values without spread on the right',
      [
        [1, 1],
        [2, 1],
      ],
      null,
    ],
    [
      'of values that differ by rounding alone',
      [
        [0.1 + 0.2, 1],
        [0.3, 2],
      ],
      null,
    ],
    [
      'of small values that do differ',
      [
        [1e-6, 1],
        [2e-6, 2],
      ],
      1,
    ],
  ])('%s', (_, pairs, value) => {
    // 9 is not a possible correlation.
    expect(correlation(pairs) ?? 9).toBeCloseTo(value ?? 9, 12);
  });

  it('lies between −1 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2 }), (pairs) => {
        const own = correlation(pairs) ?? 0;
        expect(Math.abs(own)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('rankCorrelation', () => {
  it.each<[string, [number, number][], number | null]>([
    [
      'of any rising curve',
      [
        [1, 1],
        [2, 100],
        [3, 1000],
      ],
      1,
    ],
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
    [
      'with a tie',
      [
        [1, 1],
        [2, 2],
        [2, 3],
        [9, 4],
      ],
      4.5 / Math.sqrt(4.5 * 5),
    ],
    // Ranks 2, 2, 2, 4 against 1, 3, 2, 4, given in another order.
    [
      'with three equal values',
      [
        [9, 4],
        [5, 3],
        [5, 1],
        [5, 2],
      ],
      3 / Math.sqrt(3 * 5),
    ],
    [
      'without spread',
      [
        [1, 1],
        [1, 2],
      ],
      null,
    ],
  ])('%s', (_, pairs, value) => {
    // 9 is not a possible correlation.
    expect(rankCorrelation(pairs) ?? 9).toBeCloseTo(value ?? 9, 12);
  });
});

describe('counts of values', () => {
  it('are one for each value', () => {
    expect([...countValues([3, 1, 3])]).toEqual([
      [3, 2],
      [1, 1],
    ]);
  });

  it.each([
    [[], null],
    [[3], null],
    [[3, 3], 1],
    [[3, 4], 0.5],
    [[3, 4, 4], 2 / 3],
  ])('the agreement of %j is %j', (answers, ratio) => {
    expect(agreementRatio(answers)).toBe(ratio);
  });
});
