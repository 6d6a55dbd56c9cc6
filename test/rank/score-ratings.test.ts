import { describe, expect, it } from 'vitest';
import { makeAnswerTable } from '../../src/rank/answer-table.ts';
import { groupRatings } from '../../src/rank/rating-groups.ts';
import { scoreRatings } from '../../src/rank/score-ratings.ts';
import { scale, simulateWorld } from './simulated-world.ts';

const world = simulateWorld({ seed: 8, items: 60, raters: 5, overlap: 3 });
const groups = groupRatings(world.ratings, world.items);
const copied = world.ratings.filter(({ rater }) => rater === 'r0').map((rating) => ({ ...rating, rater: 'a copy' }));

describe('scoreRatings', () => {
  it('scores all answers where none is a copy', () => {
    const { all, answers, copies, scores } = scoreRatings(groups, scale);
    expect(all).toEqual(makeAnswerTable(groups, scale));
    expect(answers).toBe(all);
    expect(copies).toEqual([]);
    expect([...(scores?.keys() ?? [])]).toEqual(world.items.toSorted());
  });

  it('counts answers that were copied once', () => {
    const with2 = scoreRatings(groupRatings([...world.ratings, ...copied], world.items), scale);
    const { raters } = with2.all;
    expect(with2.copies.map(({ original, copy }) => `${raters[copy]} of ${raters[original]}`)).toEqual([
      'r0 of a copy',
    ]);
    expect(with2.all.item).toHaveLength(world.ratings.length + copied.length);
    expect(with2.answers.item).toHaveLength(world.ratings.length);
    // The prior of one more rater, who has no answers left, makes no difference.
    const alone = scoreRatings(groups, scale).scores;
    for (const [item, { score }] of with2.scores ?? []) {
      expect(Math.abs(score - (alone?.get(item)?.score ?? 0))).toBeLessThan(0.15);
    }
  });

  it('models nothing where all answers are equal', () => {
    const equal = groupRatings(
      world.ratings.map((rating) => ({ ...rating, value: 4 })),
      world.items,
    );
    expect(scoreRatings(equal, scale)).toMatchObject({ model: null, scores: null });
    expect(scoreRatings([], scale)).toMatchObject({ model: null, scores: null, copies: [] });
  });

  it('has the scale that it is given, and the values that occur without one', () => {
    const few = groupRatings(
      world.ratings.filter(({ value }) => value > 2),
      world.items,
    );
    expect(scoreRatings(few, scale).all.scale).toEqual([1, 2, 3, 4, 5]);
    expect(scoreRatings(few).all.scale).toEqual([3, 4, 5]);
  });
});
