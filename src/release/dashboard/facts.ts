import type { ReleaseInput } from '../input.ts';
import { parseAnswerTime } from '../tables/released-prompts.ts';
import { type DailyPace, measureDailyPace } from './measure-pace.ts';
import { measureProgress, type Progress } from './measure-progress.ts';
import { showDay, showMinute } from './show-date.ts';

/** What several parts of the page tell. */
export interface DashboardFacts {
  progress: Progress;
  /** null where no answer has a day. */
  pace: DailyPace | null;
  /** When the last answer came or was changed, in words; null without one. */
  asOf: string | null;
}

/** Pure: what it takes for now is the last answer. */
export function collectFacts(input: ReleaseInput): DashboardFacts {
  return {
    progress: measureProgress(input),
    pace: measureDailyPace(input.ranking.summary),
    asOf: describeLastAnswer(input),
  };
}

/** As exact as the published answers are. */
function describeLastAnswer({ campaign, prompts, answers }: ReleaseInput): string | null {
  const ids = new Set(prompts.map(({ id }) => id));
  const isExact = campaign.publish.raters !== 'omit';
  let last = Number.NEGATIVE_INFINITY;
  for (const event of answers) {
    if (event.status !== 'submitted' || event.value === null || !ids.has(event.promptId)) continue;
    last = Math.max(last, parseAnswerTime(event, isExact)?.getTime() ?? last);
  }
  if (!Number.isFinite(last)) return null;
  return isExact ? showMinute(new Date(last)) : showDay(new Date(last));
}
