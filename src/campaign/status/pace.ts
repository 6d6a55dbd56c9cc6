import type { ResponseEvent } from '../../model.ts';
import { dayMs } from '../../lib/time.ts';

/** How fast answers come in. */
export interface Pace {
  /** Submitted answers per day over the last known days; 0 = nobody answered in them. */
  answersADay: number;
  /** Number of these days: up to seven, fewer if the campaign is younger. */
  days: number;
  /** People who gave these answers. */
  raters: number;
  /** End of these days, when the last pull saw them; ISO 8601 UTC. */
  asOf: string;
}

const mostDays = 7;

/** The time of the last pull that found anything; null = none did. */
export function lastSeen(log: readonly ResponseEvent[]): string | null {
  return log.reduce<string | null>((last, { pulledAt }) => (last === null || pulledAt > last ? pulledAt : last), null);
}

/** The pace at `asOf`, from the current answers; null before the first one. */
export function measureAnswerPace(answers: readonly ResponseEvent[], asOf: string): Pace | null {
  const submitted = answers.filter(({ status }) => status === 'submitted');
  const end = Date.parse(asOf);
  const times = submitted.map(({ insertedAt }) => Date.parse(insertedAt));
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(first)) return null;
  // A campaign of an hour counts as a day: its first rush says nothing about the night.
  const days = Math.min(mostDays, Math.max(1, (end - first) / dayMs));
  const recent = submitted.filter((_, index) => (times[index] ?? 0) >= end - days * dayMs);
  return {
    answersADay: recent.length / days,
    days,
    raters: new Set(recent.map(({ raterId }) => raterId)).size,
    asOf,
  };
}
