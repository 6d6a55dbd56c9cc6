import { describe, expect, it } from 'vitest';
import type { Grouping, Rating } from '../../../src/model.ts';
import { makeAnswerTable } from '../../../src/rank/answer-table.ts';
import { groupRatings } from '../../../src/rank/rating-groups.ts';
import { clusteredMean } from '../../../src/rank/summary/clustered-mean.ts';
import { summarizeRatings } from '../../../src/rank/summary/summarize-ratings.ts';

const ratings: Rating[] = [
  { rater: 'x', item: 'a', value: 3, answeredAt: '2026-01-02T10:00:00Z' },
  { rater: 'y', item: 'a', value: 4, answeredAt: '2026-01-01T23:59:59Z' },
  { rater: 'x', item: 'b', value: 3, answeredAt: '2026-01-02T10:01:00Z' },
  { rater: 'z', item: 'b', value: 4 },
  { rater: 'y', item: 'c', value: 4, answeredAt: 'on 2026-01-03' },
];
const table = makeAnswerTable(groupRatings(ratings, ['a', 'b', 'c', 'd']), [3, 4, 5, 6]);

const grouping: Grouping = {
  by: 'source',
  groups: ['s', 'none', 't'],
  groupOf: new Map([
    ['a', 's'],
    ['b', 's'],
    ['c', 't'],
    ['d', 'none'],
  ]),
};

const summarize = () => summarizeRatings(table, ratings, [grouping]);

describe('summarizeRatings', () => {
  it('counts items, answers and values', () => {
    const summary = summarize();
    expect(summary.scale).toEqual([3, 4, 5, 6]);
    expect(summary.overall).toMatchObject({ items: 3, answers: 5, counts: [2, 3, 0, 0], mean: 18 / 5 });
  });

  it('has the interval of the clustered mean, as far as the scale goes', () => {
    const summary = summarize();
    const values = [
      { value: 3, item: 0, rater: 0 },
      { value: 3, item: 1, rater: 0 },
      { value: 4, item: 0, rater: 1 },
      { value: 4, item: 2, rater: 1 },
      { value: 4, item: 1, rater: 2 },
    ];
    const { low, high } = clusteredMean(values);
    // Two degrees of freedom reach far: the low end would lie below the scale, the high end does not reach its end.
    expect(low).toBeLessThan(3);
    expect(summary.overall?.low).toBe(3);
    expect(high).toBeLessThan(6);
    expect(summary.overall?.high).toBe(high);
    const short = makeAnswerTable(groupRatings(ratings, ['a', 'b', 'c']));
    expect(high).toBeGreaterThan(4);
    expect(summarizeRatings(short, ratings, []).overall).toMatchObject({ low: 3, high: 4 });
  });

  it('summarizes each group that has answers', () => {
    const summary = summarize();
    expect(summary.groups.map(({ by, group }) => [by, group])).toEqual([
      ['source', 's'],
      ['source', 't'],
    ]);
    expect(summary.groups[0]?.summary).toMatchObject({ items: 2, answers: 4, counts: [2, 2, 0, 0], mean: 3.5 });
    expect(summary.groups[1]?.summary).toEqual({
      items: 1,
      answers: 1,
      counts: [0, 1, 0, 0],
      mean: 4,
      low: null,
      high: null,
    });
  });

  it('leaves items aside that are of no group', () => {
    const one = { ...grouping, groupOf: new Map([['c', 't']]) };
    expect(summarizeRatings(table, ratings, [one]).groups.map(({ group }) => group)).toEqual(['t']);
  });

  it('counts the answers of each day whose time is known', () => {
    const summary = summarize();
    expect(summary.days).toEqual([
      { day: '2026-01-01', answers: 1 },
      { day: '2026-01-02', answers: 2 },
    ]);
  });

  it('has nothing to say without answers', () => {
    expect(summarizeRatings(makeAnswerTable([], [1, 2]), [], [grouping])).toEqual({
      scale: [1, 2],
      overall: null,
      groups: [],
      days: [],
    });
  });
});
