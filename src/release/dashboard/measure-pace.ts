import type { RatingSummary } from '../../model.ts';
import { dayMs } from '../../lib/time.ts';

const mostDays = 7;

/** Answers a day over the last days up to the last answer. */
export interface DailyPace {
  answersADay: number;
  /** Days that it is told from: up to seven, fewer when the campaign is younger. */
  days: number;
}

/** null where no answer has a day. Days are those of UTC, and the last one counts whole: there is no clock here. */
export function measureDailyPace({ days }: Pick<RatingSummary, 'days'>): DailyPace | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const end = Date.parse(last.day);
  const span = Math.min(mostDays, (end - Date.parse(first.day)) / dayMs + 1);
  const recent = days.filter(({ day }) => Date.parse(day) > end - span * dayMs);
  return { answersADay: recent.reduce((sum, { answers }) => sum + answers, 0) / span, days: span };
}
