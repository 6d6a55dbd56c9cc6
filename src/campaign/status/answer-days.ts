import type { ResponseEvent } from '../../model.ts';
import { dayMs } from '../../lib/time.ts';

/** One day (UTC) and the submitted answers that were first given on it. */
export interface AnswerDay {
  day: string;
  answers: number;
  /** People who gave these answers. */
  raters: number;
}

/** The last `count` days up to the one of `asOf`, oldest first, including days without an answer. */
export function countDays(answers: readonly ResponseEvent[], asOf: string, count = 14): AnswerDay[] {
  const last = Math.floor(Date.parse(asOf) / dayMs);
  const days = Array.from({ length: count }, (_, index) => {
    const day = new Date((last - count + 1 + index) * dayMs).toISOString().slice(0, 10);
    return { day, answers: 0, raters: new Set<string>() };
  });
  const byDay = new Map(days.map((day) => [day.day, day]));
  for (const { status, insertedAt, raterId } of answers) {
    const day = status === 'submitted' ? byDay.get(insertedAt.slice(0, 10)) : undefined;
    if (day === undefined) continue;
    day.answers += 1;
    day.raters.add(raterId);
  }
  return days.map(({ raters, ...day }) => ({ ...day, raters: raters.size }));
}
