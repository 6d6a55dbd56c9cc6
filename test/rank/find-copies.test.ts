import { describe, expect, it } from 'vitest';
import type { Rating } from '../../src/model.ts';
import { makeAnswerTable } from '../../src/rank/answer-table.ts';
import { findCopies, withoutCopies } from '../../src/rank/find-copies.ts';
import { groupRatings } from '../../src/rank/rating-groups.ts';

/** Answers of each rater on the items 0, 1, 2 …; null = none. */
function tableOf(answers: Record<string, (number | null)[]>): ReturnType<typeof makeAnswerTable> {
  const ratings = Object.entries(answers).flatMap(([rater, values]) =>
    values.flatMap((value, index): Rating[] => (value === null ? [] : [{ rater, item: `i${index}`, value }])),
  );
  return makeAnswerTable(groupRatings(ratings, [...new Set(ratings.map(({ item }) => item))]));
}

const varied = Array.from({ length: 60 }, (_, n) => 1 + ((n * n + 2 * n) % 5));
const other = Array.from({ length: 60 }, (_, n) => 1 + ((3 * n + 1) % 5));

describe('findCopies', () => {
  it('finds the rater with fewer answers as the copy of the other', () => {
    const { length } = varied;
    const answers = tableOf({ ada: varied.slice(0, length - 1), bob: varied, cyd: other });
    expect(findCopies(answers)).toEqual([{ original: 1, copy: 0 }]);
  });

  it('finds a copy with a few changes', () => {
    const changed = varied.map((value, index) => (index % 30 === 0 ? 1 + (value % 5) : value));
    expect(findCopies(tableOf({ ada: varied, bob: changed, cyd: other }))).toHaveLength(1);
  });

  it.each<[string, Record<string, (number | null)[]>]>([
    ['ten equal answers', { ada: varied.slice(0, 10), bob: varied.slice(0, 10), cyd: other }],
    ['raters who always give the same value', { ada: varied.map(() => 3), bob: varied.map(() => 3), cyd: other }],
    ['raters who share no item', { ada: [1, null], bob: [null, 1] }],
    ['one rater', { ada: varied }],
  ])('takes for an accident: %s', (_, answers) => {
    expect(findCopies(tableOf(answers))).toEqual([]);
  });
});

describe('withoutCopies', () => {
  it('leaves out what the copy gave to items of the original, and keeps the rest', () => {
    const answers = tableOf({ ada: [1, 2, 3, null], bob: [1, 2, null, 4], cyd: [5, null, 5, 5] });
    const left = withoutCopies(answers, [{ original: 0, copy: 1 }]);
    expect([...left.raterStart]).toEqual([0, 3, 4, 7]);
    expect([...left.item]).toEqual([0, 1, 2, 3, 0, 2, 3]);
    expect([...left.itemAnswers]).toEqual([2, 1, 2, 2]);
    expect([...left.category].map((k) => left.scale[k])).toEqual([1, 2, 3, 4, 5, 5, 5]);
  });
});
