import { describe, expect, it } from 'vitest';
import { countRatings } from '../../../src/rank/agreement/rating-counts.ts';
import { makeAnswerTable } from '../../../src/rank/answer-table.ts';
import { ratedItem } from './rated-item.ts';

const table = makeAnswerTable(
  [ratedItem('a', 3, 1), ratedItem('b', 1, 3), ratedItem('c'), ratedItem('d', 2), ratedItem('e', 1, 1, 3)],
  [1, 2, 3],
);

describe('countRatings', () => {
  it('counts the values of each item, and items with the same counts once', () => {
    expect(countRatings(table)).toEqual({
      scale: [1, 2, 3],
      patterns: [
        { counts: [0, 1, 0], answers: 1, items: 1 },
        { counts: [1, 0, 1], answers: 2, items: 2 },
        { counts: [2, 0, 1], answers: 3, items: 1 },
      ],
    });
  });

  it('counts the items that are asked for', () => {
    expect(countRatings(table, (item) => item === 'b' || item === 'c').patterns).toEqual([
      { counts: [1, 0, 1], answers: 2, items: 1 },
    ]);
    expect(countRatings(table, (item) => item === 'c').patterns).toEqual([]);
  });
});
