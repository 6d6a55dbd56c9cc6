import { compareText } from '../../lib/text/text.ts';
import type { ItemFacts, Rating } from '../../model.ts';
import { groupBy } from '../../lib/group-by.ts';

/** The circumstances of an answer. */
export interface AnswerCovariates {
  /** Position in the rater's session, from 1. */
  position: number;
  /** Number of answers the rater had given before. */
  experience: number;
  /** 0 = the campaign's first answer, 1 = its last. */
  time: number;
}

/**
 * Where each item's wave lies between the first and the last answered wave, 0 to 1. null if an item's wave is unknown
 * or all items are in one wave.
 */
export function placeWaves(items: readonly ItemFacts[]): number[] | null {
  const waves = items.map(({ wave }) => wave ?? Number.NaN);
  const first = waves.reduce((least, wave) => Math.min(least, wave), Number.POSITIVE_INFINITY);
  const last = waves.reduce((most, wave) => Math.max(most, wave), Number.NEGATIVE_INFINITY);
  return last > first ? waves.map((wave) => (wave - first) / (last - first)) : null;
}

/** A rater starts a new session after a pause longer than this. */
export const pauseMs = 30 * 60 * 1000;

/** Covariates of each rating, in order; null if any rating has no time, or only its day is known. */
export function describeAnswers(ratings: readonly Rating[]): AnswerCovariates[] | null {
  if (ratings.some(({ answeredAt }) => /^\d{4}-\d\d-\d\d$/u.test(answeredAt ?? ''))) return null;
  const times = ratings.map(({ answeredAt }) => (answeredAt === undefined ? Number.NaN : Date.parse(answeredAt)));
  if (!times.every((time) => Number.isFinite(time))) return null;
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const covariates: AnswerCovariates[] = ratings.map(() => ({ position: 1, experience: 0, time: 0 }));
  for (const own of groupBy(ratings.keys(), (index) => ratings[index]?.rater).values()) {
    const timeOf = (index: number): number => times[index] ?? 0;
    const itemOf = (index: number): string => ratings[index]?.item ?? '';
    // Sort answers with equal times by item, so that the input's order makes no difference.
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
