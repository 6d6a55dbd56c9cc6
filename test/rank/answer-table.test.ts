import { describe, expect, it } from 'vitest';
import { type AnswerTable, makeAnswerTable, splitItems, thinItems } from '../../src/rank/answer-table.ts';
import { groupRatings } from '../../src/rank/rating-groups.ts';
import { scale, simulateWorld } from './simulated-world.ts';

const world = simulateWorld({ seed: 4, items: 50, raters: 12, overlap: 3 });
const table = makeAnswerTable(groupRatings(world.ratings, world.items), scale);

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
    const blocks = splitItems(table, 7);
    expect(blocks.length).toBe(8);
    expect(blocks.flatMap(listAnswers).toSorted()).toEqual(listAnswers(table));
    expect(blocks.flatMap(({ itemAnswers }) => [...itemAnswers])).toEqual([...table.itemAnswers]);
  });

  it('thinned holds all answers on every third item, of all raters', () => {
    const thin = thinItems(table, 3);
    const own = new Set(table.items.filter((_, index) => index % 3 === 0));
    expect(thin.items).toEqual([...own]);
    expect(thin.raters).toEqual(table.raters);
    expect(listAnswers(thin)).toEqual(listAnswers(table).filter((answer) => own.has(answer.split(' ')[1] ?? '')));
    expect([...thin.itemAnswers].every((count) => count === 3)).toBe(true);
  });
});
