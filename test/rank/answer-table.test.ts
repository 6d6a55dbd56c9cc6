import { describe, expect, it } from 'vitest';
import { type AnswerTable, makeAnswerTable, splitItems, thinItems } from '../../src/rank/answer-table.ts';
import { groupRatings, type RatedItem } from '../../src/rank/rating-groups.ts';
import { UsageError } from '../../src/lib/errors.ts';
import { scale, simulateWorld } from './simulated-world.ts';

const world = simulateWorld({ seed: 4, items: 50, raters: 12, overlap: 3 });
const makeTable = (): AnswerTable => makeAnswerTable(groupRatings(world.ratings, world.items), scale);

/** `rater item category` of every answer, sorted. */
function listAnswers({ items, raters, item, category, raterStart }: AnswerTable): string[] {
  return raters
    .flatMap((rater, index) =>
      Array.from({ length: (raterStart[index + 1] ?? 0) - (raterStart[index] ?? 0) }, (_, place) => {
        const at = (raterStart[index] ?? 0) + place;
        return `${rater} ${items[item[at] ?? -1] ?? ''} ${category[at] ?? ''}`;
      }),
    )
    .toSorted();
}

describe('an answer table', () => {
  it('in blocks holds every answer once', () => {
    const table = makeTable();
    const blocks = splitItems(table, 7);
    expect(blocks.length).toBe(8);
    expect(blocks.flatMap(listAnswers).toSorted()).toEqual(listAnswers(table));
    expect(blocks.flatMap(({ itemAnswers }) => [...itemAnswers])).toEqual([...table.itemAnswers]);
  });

  it('thinned holds all answers on every third item, of all raters', () => {
    const table = makeTable();
    const thin = thinItems(table, 3);
    const own = new Set(table.items.filter((_, index) => index % 3 === 0));
    expect(thin.items).toEqual([...own]);
    expect(thin.raters).toEqual(table.raters);
    expect(listAnswers(thin)).toEqual(listAnswers(table).filter((answer) => own.has(answer.split(' ')[1] ?? '')));
    expect([...thin.itemAnswers].every((count) => count === 3)).toBe(true);
  });
});

/** The ratings of an item by their raters. */
function group(item: string, given: Record<string, number>): RatedItem {
  return { item, ratings: Object.entries(given).map(([rater, value]) => ({ rater, item, value })) };
}

/** So many numbers, the greatest first. */
function countdown(from: number): number[] {
  return Array.from({ length: from }, (_, index) => from - index);
}

describe('makeAnswerTable', () => {
  const groups = [group('c', { zoe: 5, ann: 2 }), group('b', {}), group('a', { ann: 3, bob: 2, zoe: 3 })];

  it('has all answers by rater and by item, in the order of their ids', () => {
    expect(makeAnswerTable(groups, [1, 2, 3])).toEqual({
      items: ['a', 'b', 'c'],
      raters: ['ann', 'bob', 'zoe'],
      scale: [1, 2, 3, 5],
      item: Int32Array.of(0, 2, 0, 0, 2),
      category: Uint8Array.of(2, 1, 1, 2, 3),
      raterStart: Int32Array.of(0, 2, 3, 5),
      itemAnswers: Int32Array.of(3, 0, 2),
    });
  });

  it('is the same in any order of items and answers', () => {
    const turned = groups.toReversed().map((own) => ({ ...own, ratings: own.ratings.toReversed() }));
    expect(makeAnswerTable(turned)).toEqual(makeAnswerTable(groups));
  });

  it('takes the values that occur for the scale, by size and not by name', () => {
    expect(makeAnswerTable([group('a', { x: 10, y: 9 }), group('b', { x: -1 })]).scale).toEqual([-1, 9, 10]);
    expect(makeAnswerTable([], [3, 1, 2, 1]).scale).toEqual([1, 2, 3]);
  });

  it('has room for eleven values, and no more', () => {
    expect(makeAnswerTable([], countdown(11)).scale).toHaveLength(11);
    expect(() => makeAnswerTable([group('a', { x: 40 })], countdown(11))).toThrow(UsageError);
    expect(() => makeAnswerTable([group('a', { x: 40 })], countdown(11))).toThrow(
      expect.objectContaining({
        code: 'scale_too_long',
        message: 'The ratings have 12 different values (1, 2, 3 … 40); a scale has 2 to 11.',
      }),
    );
  });
});

const makeSmall = (): AnswerTable =>
  makeAnswerTable([
    group('a', { x: 1, y: 2 }),
    group('b', { y: 3 }),
    group('c', { x: 2, z: 1 }),
    group('d', { x: 3, y: 1 }),
    group('e', { z: 2 }),
  ]);

describe('splitItems and thinItems', () => {
  const shared = { raters: ['x', 'y', 'z'], scale: [1, 2, 3] };

  it('number the items of each block from 0', () => {
    expect(splitItems(makeSmall(), 2)).toEqual([
      {
        ...shared,
        items: ['a', 'b'],
        item: Int32Array.of(0, 0, 1),
        category: Uint8Array.of(0, 1, 2),
        raterStart: Int32Array.of(0, 1, 3, 3),
        itemAnswers: Int32Array.of(2, 1),
      },
      {
        ...shared,
        items: ['c', 'd'],
        item: Int32Array.of(0, 1, 1, 0),
        category: Uint8Array.of(1, 2, 0, 0),
        raterStart: Int32Array.of(0, 2, 3, 4),
        itemAnswers: Int32Array.of(2, 2),
      },
      {
        ...shared,
        items: ['e'],
        item: Int32Array.of(0),
        category: Uint8Array.of(1),
        raterStart: Int32Array.of(0, 0, 0, 1),
        itemAnswers: Int32Array.of(1),
      },
    ]);
  });

  it('leave a table as it is in one block, and by every item', () => {
    const small = makeSmall();
    expect(splitItems(small, 5)).toEqual([small]);
    expect(splitItems(small, 9)).toEqual([small]);
    expect(thinItems(small, 1)).toEqual(small);
  });

  it('number the items that are left from 0', () => {
    expect(thinItems(makeSmall(), 2)).toEqual({
      ...shared,
      items: ['a', 'c', 'e'],
      item: Int32Array.of(0, 1, 0, 1, 2),
      category: Uint8Array.of(0, 1, 1, 0, 1),
      raterStart: Int32Array.of(0, 2, 3, 5),
      itemAnswers: Int32Array.of(2, 2, 1),
    });
  });
});
