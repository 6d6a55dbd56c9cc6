import { compareText } from '../../lib/text/text.ts';
import type { Grouping, Rating, RatingSummary, ValueSummary } from '../../model.ts';
import type { AnswerTable } from '../answer-table.ts';
import { type ClusteredValue, clusteredMean } from './clustered-mean.ts';

/** Counts and means over all answers and in each group of every grouping, independent of the order of the ratings. */
export function summarizeRatings(
  answers: AnswerTable,
  ratings: readonly Rating[],
  groupings: readonly Grouping[],
): RatingSummary {
  const all = listValues(answers);
  return {
    scale: answers.scale,
    overall: summarize(all, answers.scale),
    groups: groupings.flatMap(({ by, groups, groupOf }) => {
      const byGroup = new Map<string, ClusteredValue[]>(groups.map((group) => [group, []]));
      for (const value of all) byGroup.get(groupOf.get(answers.items[value.item] ?? '') ?? '')?.push(value);
      return groups.flatMap((group) => {
        const summary = summarize(byGroup.get(group) ?? [], answers.scale);
        return summary === null ? [] : [{ by, group, summary }];
      });
    }),
    days: countDays(ratings),
  };
}

/** Rater by rater, in the table's order. */
function listValues({ raters, raterStart, item, category, scale }: AnswerTable): ClusteredValue[] {
  return raters.flatMap((_, rater) => {
    const values: ClusteredValue[] = [];
    for (let at = raterStart[rater] ?? 0; at < (raterStart[rater + 1] ?? 0); at += 1) {
      values.push({ value: scale[category[at] ?? 0] ?? 0, item: item[at] ?? 0, rater });
    }
    return values;
  });
}

function summarize(values: readonly ClusteredValue[], scale: readonly number[]): ValueSummary | null {
  if (values.length === 0) return null;
  const counts = new Map(scale.map((value) => [value, 0]));
  for (const { value } of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return {
    items: new Set(values.map(({ item }) => item)).size,
    answers: values.length,
    counts: [...counts.values()],
    ...withinScale(clusteredMean(values), scale),
  };
}

/** Clips the interval to the scale, because no mean can lie outside it. */
function withinScale(
  { mean, low, high }: ReturnType<typeof clusteredMean>,
  scale: readonly number[],
): ReturnType<typeof clusteredMean> {
  return {
    mean,
    low: low === null ? null : Math.max(low, scale[0] ?? low),
    high: high === null ? null : Math.min(high, scale.at(-1) ?? high),
  };
}

function countDays(ratings: readonly Rating[]): RatingSummary['days'] {
  const days = new Map<string, number>();
  for (const { answeredAt } of ratings) {
    const day = /^\d{4}-\d\d-\d\d/u.exec(answeredAt ?? '')?.[0];
    if (day !== undefined) days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days].toSorted(([a], [b]) => compareText(a, b)).map(([day, answers]) => ({ day, answers }));
}
