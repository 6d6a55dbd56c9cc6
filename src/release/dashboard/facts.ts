import type { ReleaseInput } from '../input.ts';
import { parseTime } from '../tables/released-prompts.ts';
import { measureProgress, type Progress } from './measure-progress.ts';
import type { RatingSummary } from '../../model.ts';
import { dayMs, showDay, showMinute } from '../../lib/time.ts';

/** Facts that several parts of the page share. */
export interface DashboardFacts {
  progress: Progress;
  /** null if no answer has a date. */
  pace: DailyPace | null;
  /** When the last answer was given or changed, in words; null if there is none. */
  asOf: string | null;
}

/** Pure: takes the time of the last answer as now. */
export function collectFacts(input: ReleaseInput): DashboardFacts {
  return {
    progress: measureProgress(input),
    pace: measureDailyPace(input.ranking.summary),
    asOf: describeLastAnswer(input),
  };
}

/** Only as precise as the published answers. */
function describeLastAnswer({ campaign, answers }: ReleaseInput): string | null {
  let last = Number.NEGATIVE_INFINITY;
  for (const { status, updatedAt } of answers) {
    if (status === 'submitted') last = Math.max(last, parseTime(updatedAt)?.date.getTime() ?? last);
  }
  if (!Number.isFinite(last)) return null;
  return campaign.publish.raters === 'omit' ? showDay(new Date(last)) : showMinute(new Date(last));
}

const mostDays = 7;

/** Answers per day over the last days before the last answer. */
export interface DailyPace {
  answersADay: number;
  /** Days averaged over: up to seven, fewer if the campaign is younger. */
  days: number;
}

/** null if no answer has a date. Days are UTC, and the last one counts as a whole day: there is no clock here. */
export function measureDailyPace({ days }: Pick<RatingSummary, 'days'>): DailyPace | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const end = Date.parse(last.day);
  const span = Math.min(mostDays, (end - Date.parse(first.day)) / dayMs + 1);
  const recent = days.filter(({ day }) => Date.parse(day) > end - span * dayMs);
  return { answersADay: recent.reduce((sum, { answers }) => sum + answers, 0) / span, days: span };
}
