import { compareText } from '../../lib/text/text.ts';
import type { ItemFacts, Rating } from '../../model.ts';
import { groupBy } from '../../lib/group-by.ts';

/** What was particular to an answer when it was given. */
export interface AnswerCovariates {
  /** Place in the rater's session, from 1. */
  position: number;
  /** Answers the rater had given before. */
  experience: number;
  /** From the first answer of the campaign to the last: 0 to 1. */
  time: number;
}

/**
 * Where each item's wave lies between the first and the last that have an answer, 0 to 1; null when an item's wave is not
 * known, or all are of one.
 */
export function placeWaves(items: readonly ItemFacts[]): number[] | null {
  const waves = items.map(({ wave }) => wave ?? Number.NaN);
  const first = waves.reduce((least, wave) => Math.min(least, wave), Number.POSITIVE_INFINITY);
  const last = waves.reduce((most, wave) => Math.max(most, wave), Number.NEGATIVE_INFINITY);
  return last > first ? waves.map((wave) => (wave - first) / (last - first)) : null;
}

/** After this pause a rater begins a new session. */
export const pauseMs = 30 * 60 * 1000;

/** Covariates of each rating, in their order; null when a rating has no time. */
export function describeAnswers(ratings: readonly Rating[]): AnswerCovariates[] | null {
  const times = ratings.map(({ answeredAt }) => (answeredAt === undefined ? Number.NaN : Date.parse(answeredAt)));
  if (!times.every((time) => Number.isFinite(time))) return null;
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const covariates: AnswerCovariates[] = ratings.map(() => ({ position: 1, experience: 0, time: 0 }));
  for (const own of groupBy(ratings.keys(), (index) => ratings[index]?.rater).values()) {
    const timeOf = (index: number): number => times[index] ?? 0;
    const itemOf = (index: number): string => ratings[index]?.item ?? '';
    // Answers of one moment come in the order of their items: in any order they were given in, the same.
    const sorted = own.toSorted((a, b) => timeOf(a) - timeOf(b) || compareText(itemOf(a), itemOf(b)));
    let position = 0;
    sorted.forEach((index, experience) => {
      const before = sorted[experience - 1];
      const isNewSession = before === undefined || timeOf(index) - timeOf(before) > pauseMs;
      position = isNewSession ? 1 : position + 1;
      const time = last === first ? 0 : (timeOf(index) - first) / (last - first);
      covariates[index] = { position, experience, time };
    });
  }
  return covariates;
}
