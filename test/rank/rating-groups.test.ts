import { expect, it } from 'vitest';
import { groupRatings } from '../../src/rank/rating-groups.ts';

const rating = (rater: string, item: string, value = 3) => ({ rater, item, value });

it('has every item once, in the given order, with its ratings', () => {
  expect(groupRatings([rating('ada', 'b'), rating('bob', 'a'), rating('bob', 'b')], ['a', 'b', 'c'])).toEqual([
    { item: 'a', ratings: [rating('bob', 'a')] },
    { item: 'b', ratings: [rating('ada', 'b'), rating('bob', 'b')] },
    { item: 'c', ratings: [] },
  ]);
});

it.each([
  [[rating('ada', 'a', Number.NaN)], 'rating_not_a_number', 'The rating of item "a" by rater "ada" is NaN.'],
  [[rating('ada', 'a', Infinity)], 'rating_not_a_number', 'The rating of item "a" by rater "ada" is Infinity.'],
  [[rating('ada', 'z')], 'unknown_item', 'Rater "ada" rated item "z", which is not among the items.'],
  [
    [rating('ada', 'b'), rating('ada', 'a'), rating('ada', 'b', 4)],
    'duplicate_rating',
    'Rater "ada" rated item "b" more than once.',
  ],
])('refuses %j', (ratings, code, message) => {
  const { rater, item } = ratings[0] ?? {};
  expect(() => groupRatings(ratings, ['a', 'b'])).toThrow(
    expect.objectContaining({ code, message, hint: expect.any(String), details: { rater, item } }),
  );
});
