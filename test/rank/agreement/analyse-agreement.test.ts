import { describe, expect, it } from 'vitest';
import type { Grouping } from '../../../src/model.ts';
import { analyseAgreement, measureRatingAgreement } from '../../../src/rank/agreement/analyse-agreement.ts';
import { measureAgreement } from '../../../src/rank/agreement/measure-agreement.ts';
import { countRatings } from '../../../src/rank/agreement/rating-counts.ts';
import { makeAnswerTable } from '../../../src/rank/answer-table.ts';
import { ratedItem } from './rated-item.ts';

const groups = [ratedItem('a', 1, 1), ratedItem('b', 1, 3), ratedItem('c', 2, 2, 3), ratedItem('d'), ratedItem('e', 2)];
const table = makeAnswerTable(groups, [1, 2, 3]);

const bySource: Grouping = {
  by: 'source',
  groups: ['x', 'empty', 'unanswered', 'y'],
  groupOf: new Map([
    ['a', 'x'],
    ['b', 'x'],
    ['c', 'y'],
    ['d', 'unanswered'],
  ]),
};
const byKind: Grouping = { by: 'kind', groups: ['human', 'synthetic'], groupOf: new Map([['a', 'human']]) };

describe('analyseAgreement', () => {
  it('measures all items, and each group that has answers', () => {
    const { overall, groups: found } = analyseAgreement(table, [bySource], 3);
    expect(overall).toEqual(measureAgreement(countRatings(table), 3));
    expect(found).toEqual([
      {
        by: 'source',
        group: 'x',
        agreement: measureAgreement(countRatings(makeAnswerTable(groups.slice(0, 2), [1, 2, 3])), 3),
      },
      {
        by: 'source',
        group: 'y',
        agreement: measureAgreement(countRatings(makeAnswerTable(groups.slice(2, 3), [1, 2, 3])), 3),
      },
    ]);
    expect(found.map(({ agreement }) => agreement.exactAgreement.value)).toEqual([1 / 2, 1 / 3]);
  });

  it('leaves a grouping aside where one group alone has answers', () => {
    expect(analyseAgreement(table, [byKind, bySource], 3).groups.map(({ group }) => group)).toEqual(['x', 'y']);
    expect(analyseAgreement(table, [], 3).groups).toEqual([]);
  });

  it('says how far it is before each measurement', () => {
    const said: [number, number][] = [];
    analyseAgreement(table, [byKind, bySource], 3, (done, total) => said.push([done, total]));
    expect(said).toEqual([
      [0, 7],
      [1, 7],
      [2, 7],
    ]);
  });
});

it('agreement of ratings is that of their items, on the whole scale', () => {
  const ratings = groups.flatMap((group) => group.ratings);
  expect(measureRatingAgreement(ratings, [1, 2, 3], 3)).toEqual(measureAgreement(countRatings(table), 3));
  // A wider scale makes the same distance a lesser one.
  const wide = measureRatingAgreement(ratings, [1, 2, 3, 4, 5], 3);
  expect(wide.gwetAc2.value).toBeGreaterThan(measureRatingAgreement(ratings, [], 3).gwetAc2.value ?? 1);
});
