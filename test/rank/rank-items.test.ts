import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/lib/errors.ts';
import type { Ranking, Rating } from '../../src/model.ts';
import { rankItems } from '../../src/rank/rank-items.ts';

/** `a: 5 4 -` = item a was rated 5 by the first rater and 4 by the second. */
function ratingsOf(table: Record<string, string>): Rating[] {
  return Object.entries(table).flatMap(([item, row]) =>
    row
      .split(' ')
      .flatMap((cell, index) => (cell === '-' ? [] : [{ rater: `r${index + 1}`, item, value: Number(cell) }])),
  );
}

function rankTable(table: Record<string, string>): Ranking {
  return rankItems({ ratings: ratingsOf(table), items: Object.keys(table), scale: { low: 1, high: 5 } });
}

/** Half an interval over n answers whose pooled variance is 1.25. */
function reach(n: number): number {
  return (1.959964 * Math.sqrt(1.25)) / Math.sqrt(n);
}

describe('rankItems', () => {
  it('ranks by mean, ties by id, items without answers last', () => {
    const { items } = rankTable({ d: '- -', c: '3 5', b: '5 -', a: '4 4', e: '- -' });
    expect(items.map(({ item, rank, mean, score, answers }) => ({ item, rank, mean, score, answers }))).toEqual([
      { item: 'b', rank: 1, mean: 5, score: 5, answers: 1 },
      { item: 'a', rank: 2, mean: 4, score: 4, answers: 2 },
      { item: 'c', rank: 3, mean: 4, score: 4, answers: 2 },
      { item: 'd', rank: 4, mean: null, score: null, answers: 0 },
      { item: 'e', rank: 5, mean: null, score: null, answers: 0 },
    ]);
  });

  it('tells the agreement ratio from two answers on, and its mean', () => {
    const { items, agreement, ratings } = rankTable({ a: '4 4 5', b: '3 - -', c: '1 2 -' });
    expect(Object.fromEntries(items.map(({ item, agreementRatio }) => [item, agreementRatio]))).toEqual({
      a: 2 / 3,
      b: null,
      c: 0.5,
    });
    expect(agreement).toBeCloseTo(7 / 12, 15);
    expect(ratings).toBe(6);
  });

  it('makes intervals from the variance within items, cut at the scale', () => {
    // Squares within items: a 0.5, b 2, c none; freedom 1 + 1; s² = 1.25.
    const { items } = rankTable({ a: '4 5', b: '2 4', c: '3 -' });
    const [a, b, c] = items;
    expect(a).toMatchObject({ item: 'a', scoreLow: 4.5 - reach(2), scoreHigh: 5 });
    expect(b).toMatchObject({ item: 'b', scoreLow: 3 - reach(2), scoreHigh: 3 + reach(2) });
    expect(c).toMatchObject({ item: 'c', scoreLow: 1, scoreHigh: 5 });
    expect(c?.scoreLow).toBeGreaterThan(3 - reach(1));
  });

  it('cuts at the values that were given when no scale is', () => {
    const { items } = rankItems({ ratings: ratingsOf({ a: '2 3', b: '3 2' }), items: ['a', 'b'] });
    expect(items.map(({ scoreLow, scoreHigh }) => [scoreLow, scoreHigh])).toEqual([
      [2, 3],
      [2, 3],
    ]);
  });

  it('has no intervals and tiers when no item has two answers', () => {
    const { items, agreement } = rankTable({ a: '5', b: '4' });
    expect(items).toMatchObject([
      { item: 'a', scoreLow: null, scoreHigh: null, tier: null },
      { item: 'b', scoreLow: null, scoreHigh: null, tier: null },
    ]);
    expect(agreement).toBeNull();
  });

  it('has intervals of no width where raters never differ', () => {
    const { items } = rankTable({ a: '5 5', b: '4 4', c: '4 4' });
    expect(items.map(({ scoreLow, scoreHigh, tier }) => [scoreLow, scoreHigh, tier])).toEqual([
      [5, 5, 'A'],
      [4, 4, 'B'],
      [4, 4, 'B'],
    ]);
  });

  it('ranks nothing', () => {
    expect(rankItems({ ratings: [], items: [] })).toEqual({ items: [], raters: [], ratings: 0, agreement: null });
  });

  it.each<[string, Rating[], string]>([
    [
      'duplicate_rating',
      ratingsOf({ a: '4 4' }).map((rating) => ({ ...rating, rater: 'ada' })),
      'Rater "ada" rated item "a" more than once.',
    ],
    [
      'rating_not_a_number',
      [{ rater: 'ada', item: 'a', value: Number.NaN }],
      'The rating of item "a" by rater "ada" is NaN.',
    ],
    [
      'unknown_item',
      [{ rater: 'ada', item: 'b', value: 1 }],
      'Rater "ada" rated item "b", which is not among the items.',
    ],
  ])('refuses input with %s', (code, ratings, message) => {
    const error = caught(() => rankItems({ ratings, items: ['a'] }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code, message });
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    return error;
  }
}

describe('rankItems, for any ratings,', () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f'];
  const ratings = fc.uniqueArray(
    fc.record({
      rater: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
      item: fc.constantFrom(...items),
      value: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.double({ min: 1, max: 5, noNaN: true })),
    }),
    { selector: ({ rater, item }) => `${rater} ${item}` },
  );

  it('does not depend on the order of ratings and items', () => {
    fc.assert(
      fc.property(
        ratings.chain((all) => fc.tuple(fc.constant(all), shuffled(all), shuffled(items))),
        ([all, other, order]) => {
          expect(rankItems({ ratings: other, items: order })).toEqual(rankItems({ ratings: all, items }));
        },
      ),
    );
  });

  it('gives renamed raters the same figures and leaves the items as they are', () => {
    const names = new Map([
      ['r1', 'zoe'],
      ['r2', 'ada'],
      ['r3', 'mia'],
      ['r4', 'bob'],
    ]);
    fc.assert(
      fc.property(ratings, (all) => {
        const plain = rankItems({ ratings: all, items });
        const renamed = rankItems({ ratings: all.map((r) => ({ ...r, rater: names.get(r.rater) ?? '' })), items });
        expect(renamed.items).toEqual(plain.items);
        const back = renamed.raters.map((row) => [row.rater, { ...row, rater: '' }] as const);
        expect(new Map(back)).toEqual(
          new Map(plain.raters.map((row) => [names.get(row.rater) ?? '', { ...row, rater: '' }])),
        );
      }),
    );
  });

  it('gives renamed items the same figures', () => {
    fc.assert(
      fc.property(ratings, (all) => {
        const plain = rankItems({ ratings: all, items });
        const renamed = rankItems({
          ratings: all.map((rating) => ({ ...rating, item: `${200 - rating.item.charCodeAt(0)}` })),
          items: items.map((item) => `${200 - item.charCodeAt(0)}`),
        });
        expect(renamed.raters).toEqual(plain.raters);
        expect(renamed.agreement).toBe(plain.agreement);
        expect(sorted(figures(renamed))).toEqual(sorted(figures(plain)));
      }),
    );
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(ratings, (all) => {
        const ranking = rankItems({ ratings: all, items, scale: { low: 1, high: 5 } });
        expect(ranking.items.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
        for (const { score, scoreLow, scoreHigh, agreementRatio, answers } of ranking.items) {
          expect(score === null).toBe(answers === 0);
          expect(agreementRatio === null).toBe(answers < 2);
          if (score === null || scoreLow === null || scoreHigh === null) continue;
          expect(1 <= scoreLow && scoreLow <= score && score <= scoreHigh && scoreHigh <= 5).toBe(true);
        }
        for (const { severity, consistency, agreement, answers } of ranking.raters) {
          expect(answers).toBeGreaterThan(0);
          expect(Math.abs(severity ?? 0)).toBeLessThanOrEqual(4);
          expect(Math.abs(consistency ?? 0)).toBeLessThanOrEqual(1);
          expect((agreement ?? 0) >= 0 && (agreement ?? 1) <= 1).toBe(true);
        }
      }),
    );
  });

  it('turns round when the scale is turned round', () => {
    fc.assert(
      fc.property(
        ratings.map((all) => all.map((rating) => ({ ...rating, value: Math.round(rating.value) }))),
        (all) => {
          const plain = rankItems({ ratings: all, items, scale: { low: 1, high: 5 } });
          const turned = rankItems({
            ratings: all.map((rating) => ({ ...rating, value: 6 - rating.value })),
            items,
            scale: { low: 1, high: 5 },
          });
          const means = new Map(plain.items.map(({ item, mean }) => [item, mean]));
          for (const { item, mean } of turned.items) {
            expect(mean ?? 3).toBeCloseTo(6 - (means.get(item) ?? 3), 10);
          }
        },
      ),
    );
  });
});

function shuffled<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...values], { minLength: values.length });
}

/** What does not hang on the names of items: ties are ranked by them. */
function figures({ items }: Ranking): unknown[] {
  return items.map(({ score, scoreLow, scoreHigh, answers }) => ({ score, scoreLow, scoreHigh, answers }));
}

function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}
