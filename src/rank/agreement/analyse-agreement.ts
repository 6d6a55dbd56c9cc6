import type { Agreement, AgreementAnalysis, Grouping, Rating } from '../../model.ts';
import { type AnswerTable, makeAnswerTable } from '../answer-table.ts';
import { groupRatings } from '../rating-groups.ts';
import { measureAgreement } from './measure-agreement.ts';
import { countRatings, type RatingCounts } from './rating-counts.ts';

/** Agreement over all items, and in each group of every grouping with at least two groups that have answers. */
export function analyseAgreement(
  answers: AnswerTable,
  groupings: readonly Grouping[],
  seed: number,
  onProgress: (done: number, total: number) => void = () => {},
): AgreementAnalysis {
  const total = 1 + groupings.reduce((sum, { groups }) => sum + groups.length, 0);
  let done = 0;
  const measure = (counts: RatingCounts): Agreement => {
    onProgress(done, total);
    done += 1;
    return measureAgreement(counts, seed);
  };
  return {
    overall: measure(countRatings(answers)),
    groups: groupings.flatMap(({ by, groups, groupOf }) => {
      const counted = groups
        .map((group) => ({ group, counts: countRatings(answers, (item) => groupOf.get(item) === group) }))
        .filter(({ counts }) => counts.patterns.length > 0);
      if (counted.length < 2) return [];
      return counted.map(({ group, counts }) => ({ by, group, agreement: measure(counts) }));
    }),
  };
}

/** Agreement over all items of these ratings, on a scale with these values. Throws UsageError like `rankItems`. */
export function measureRatingAgreement(ratings: readonly Rating[], values: readonly number[], seed: number): Agreement {
  const items = [...new Set(ratings.map(({ item }) => item))];
  return measureAgreement(countRatings(makeAnswerTable(groupRatings(ratings, items), values)), seed);
}
