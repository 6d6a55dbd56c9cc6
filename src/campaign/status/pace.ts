import type { ResponseEvent } from '../../model.ts';
import { dayMs } from '../../lib/time.ts';

/** How fast answers come. */
export interface Pace {
  /** Submitted answers a day over the last days that are known; 0 = nobody answered in them. */
  answersADay: number;
  /** Days that it is told from: up to seven, fewer when the campaign is younger. */
  days: number;
  /** People who gave them. */
  raters: number;
  /** End of these days, when the last pull saw them; ISO 8601 UTC. */
  asOf: string;
}

const mostDays = 7;

/** When the last pull that found anything saw the campaign. */
export function lastSeen(log: readonly ResponseEvent[]): string | null {
  return log.reduce<string | null>((last, { pulledAt }) => (last === null || pulledAt > last ? pulledAt : last), null);
}

/** The pace at the last pull, from the answers that stand; null before the first one. */
export function measureAnswerPace(answers: readonly ResponseEvent[], asOf: string): Pace | null {
  const submitted = answers.filter(({ status }) => status === 'submitted');
  const end = Date.parse(asOf);
  const times = submitted.map(({ insertedAt }) => Date.parse(insertedAt));
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(first)) return null;
  // A campaign of an hour is counted as a day: its first rush says nothing of the night.
  const days = Math.min(mostDays, Math.max(1, (end - first) / dayMs));
  const recent = submitted.filter((_, index) => (times[index] ?? 0) >= end - days * dayMs);
  return {
    answersADay: recent.length / days,
    days,
    raters: new Set(recent.map(({ raterId }) => raterId)).size,
    asOf,
  };
}
