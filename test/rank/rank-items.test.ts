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
  return rankItems({ ratings: ratingsOf(table), items: Object.keys(table), scale: [1, 2, 3, 4, 5] });
}

describe('rankItems', () => {
  it('ranks by score, ties by id, items without answers last', () => {
    const { items } = rankTable({ d: '- -', c: '2 3', b: '5 5', a: '2 3', e: '- -' });
    expect(items.map(({ item, rank, mean, answers }) => ({ item, rank, mean, answers }))).toEqual([
      { item: 'b', rank: 1, mean: 5, answers: 2 },
      { item: 'a', rank: 2, mean: 2.5, answers: 2 },
      { item: 'c', rank: 3, mean: 2.5, answers: 2 },
      { item: 'd', rank: 4, mean: null, answers: 0 },
      { item: 'e', rank: 5, mean: null, answers: 0 },
    ]);
    expect(items[1]?.score).toBe(items[2]?.score);
    expect(items[3]).toMatchObject({ score: null, scoreLow: null, scoreHigh: null, tier: null });
  });

  it('treats raters as alike while nothing shows that they differ: equal means are equal scores', () => {
    const { items, raterModel } = rankTable({ a: '1 5', b: '3 3', c: '5 1', d: '4 4', e: '2 2' });
    expect(raterModel).toBe('alike');
    const scores = new Map(items.map(({ item, score }) => [item, score]));
    expect(scores.get('a')).toBe(scores.get('b'));
    expect(scores.get('c')).toBe(scores.get('b'));
    expect(scores.get('d')).toBeGreaterThan(scores.get('b') ?? 9);
    expect(scores.get('e')).toBeLessThan(scores.get('b') ?? 0);
  });

  it.each<[string, Record<string, string>]>([
    ['there is one answer', { a: '4', b: '-' }],
    ['all answers are the same', { a: '4 4 4', b: '4 - 4', c: '- 4 -' }],
  ])('gives that score without an interval, and one tier, if %s', (_, table) => {
    const { items, raters, raterModel } = rankTable(table);
    expect(raterModel).toBe('none');
    for (const item of items.filter(({ answers }) => answers > 0)) {
      expect(item).toMatchObject({ score: 4, scoreLow: null, scoreHigh: null, tier: 'A' });
    }
    expect(raters[0]).toMatchObject({ mean: 4, severity: null, discrimination: null });
  });

  it('ranks the answers of one rater by their values, with intervals that show how little that is', () => {
    const { items } = rankTable({ a: '1', b: '2', c: '3', d: '4', e: '5', f: '3' });
    expect(items.map(({ item }) => item)).toEqual(['e', 'd', 'c', 'f', 'b', 'a']);
    expect(items[2]?.score).toBe(items[3]?.score);
    for (const { scoreLow, scoreHigh } of items) expect((scoreHigh ?? 0) - (scoreLow ?? 0)).toBeGreaterThan(1);
  });

  it('ranks raters in islands together, each against the usual rater', () => {
    const { items } = rankTable({ a: '5 4 - -', b: '2 1 - -', c: '- - 4 5', d: '- - 1 2' });
    expect(
      items
        .map(({ item }) => item)
        .slice(0, 2)
        .toSorted(),
    ).toEqual(['a', 'c']);
    expect(items.map(({ tier }) => tier)).not.toContain(null);
  });

  it('has narrower intervals with more answers', () => {
    const { items } = rankTable({ a: '3 3 3 3 3 3', b: '3 3 - - - -', c: '1 2 - - - -', d: '4 5 - - - -' });
    const width = (id: string): number => {
      const own = items.find(({ item }) => item === id);
      return (own?.scoreHigh ?? 0) - (own?.scoreLow ?? 0);
    };
    expect(width('a')).toBeLessThan(0.8 * width('b'));
  });

  it('rejects more values than a scale has', () => {
    const ratings = Array.from({ length: 12 }, (_, index) => ({ rater: 'r', item: `i${index}`, value: index / 2 }));
    expect(caught(() => rankItems({ ratings, items: ratings.map(({ item }) => item) }))).toMatchObject({
      code: 'scale_too_long',
      message: 'The ratings have 12 different values (0, 0.5, 1 … 5.5); a scale has 2 to 11.',
    });
  });

  it('gives the agreement ratio from two answers on, and its mean', () => {
    const { items, agreement, ratings } = rankTable({ a: '4 4 5', b: '3 - -', c: '1 2 -' });
    expect(Object.fromEntries(items.map(({ item, agreementRatio }) => [item, agreementRatio]))).toEqual({
      a: 2 / 3,
      b: null,
      c: 0.5,
    });
    expect(agreement).toBeCloseTo(7 / 12, 15);
    expect(ratings).toBe(6);
  });

  it('ranks nothing', () => {
    expect(rankItems({ ratings: [], items: [] })).toMatchObject({
      items: [],
      raters: [],
      ratings: 0,
      agreement: null,
      raterModel: 'none',
    });
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

describe('rankItems, beside the order,', () => {
  const table = { a: '4 4 5', b: '3 2 3', c: '1 2 2', d: '5 4 -' };
  const ratings = ratingsOf(table);
  const items = Object.keys(table);

  it('says what it is at', () => {
    const said: string[] = [];
    rankItems({ ratings, items }, ({ task, done, total }) => said.push(`${task} ${done} ${total ?? '?'}`));
    expect(said).toEqual(['fitting the model 0 ?', 'measuring agreement 0 1', 'finding what ratings depend on 0 ?']);
  });

  it('flags both raters of whom one copied, and says what all answers agree', () => {
    const own = Array.from({ length: 60 }, (_, n) => ({
      rater: 'ada',
      item: `i${n}`,
      value: 1 + ((n * n + 2 * n) % 5),
    }));
    const others = own.map(({ item }, n) => ({ rater: 'cyd', item, value: 1 + ((3 * n + 1) % 5) }));
    const copied = own.map((rating) => ({ ...rating, rater: 'bob' }));
    const ranking = rankItems({ ratings: [...own, ...others, ...copied], items: own.map(({ item }) => item) });
    expect(ranking.raters.filter(({ flags }) => flags.includes('copies')).map(({ rater }) => rater)).toEqual([
      'ada',
      'bob',
    ]);
    expect(ranking.ratings).toBe(180);
    expect(ranking.agreementAnalysis.overall.answers).toBe(180);
    expect(ranking.summary.overall?.answers).toBe(180);
  });

  it('tells groups apart where it is asked to, and what ratings depend on where something is known', () => {
    const groupOf = new Map(items.map((item) => [item, item < 'c' ? 'x' : 'y']));
    const facts = new Map(items.map((item) => [item, { kind: 'human' as const, source: 's' }]));
    const ranking = rankItems({ ratings, items, groupings: [{ by: 'source', groups: ['x', 'y'], groupOf }], facts });
    expect(ranking.agreementAnalysis.groups.map(({ group }) => group)).toEqual(['x', 'y']);
    expect(ranking.summary.groups.map(({ group }) => group)).toEqual(['x', 'y']);
    expect(ranking.factors?.ratings).toMatchObject({ effects: null, answers: 11 });
    const plain = rankItems({ ratings, items });
    expect([plain.agreementAnalysis.groups, plain.summary.groups, plain.factors]).toEqual([[], [], null]);
  });

  it('draws intervals of agreement by the seed', () => {
    const many = Array.from({ length: 40 }, (_, n) => `i${n}`);
    const given = many.flatMap((item, n) =>
      ['ada', 'bob'].map((rater, r) => ({ rater, item, value: 1 + ((n * n + r * n + r) % 5) })),
    );
    const [zero, none, one] = [{ seed: 0 }, {}, { seed: 1 }].map(
      (seed) => rankItems({ ratings: given, items: many, ...seed }).agreementAnalysis.overall.alphaInterval.low,
    );
    expect(none).toBe(zero);
    expect(one).not.toBe(zero);
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
      value: fc.integer({ min: 1, max: 5 }),
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
        const ranking = rankItems({ ratings: all, items, scale: [1, 2, 3, 4, 5] });
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

  it('reverses if the scale is reversed', () => {
    fc.assert(
      fc.property(ratings, (all) => {
        const plain = rankItems({ ratings: all, items, scale: [1, 2, 3, 4, 5] });
        const turned = rankItems({
          ratings: all.map((rating) => ({ ...rating, value: 6 - rating.value })),
          items,
          scale: [1, 2, 3, 4, 5],
        });
        const before = new Map(plain.items.map((item) => [item.item, item]));
        for (const { item, mean, score, scoreHigh } of turned.items) {
          expect(mean ?? 3).toBeCloseTo(6 - (before.get(item)?.mean ?? 3), 10);
          expect(score ?? 3).toBeCloseTo(6 - (before.get(item)?.score ?? 3), 4);
          expect(scoreHigh ?? 3).toBeCloseTo(6 - (before.get(item)?.scoreLow ?? 3), 4);
        }
      }),
    );
  });
});

function shuffled<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...values], { minLength: values.length });
}

/** The figures that don't depend on the items' names, which break ties. */
function figures({ items }: Ranking): unknown[] {
  return items.map(({ score, scoreLow, scoreHigh, answers }) => ({ score, scoreLow, scoreHigh, answers }));
}

function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}
