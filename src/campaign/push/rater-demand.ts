import type { ArgillaRecord } from '../../argilla/wire.ts';
import type { ResponseEvent } from '../../model.ts';
import { dayMs } from '../../lib/time.ts';

/** How much raters answer of the live prompts; a day is the busiest of the recent ones. */
export interface Demand {
  /** All raters together. */
  answersADay: number;
  /** Active raters. */
  raters: {
    answersADay: number;
    /** Unfinished live prompts that this rater has not answered. */
    open: number;
  }[];
}

/** Answers that a restore wrote have the time of the restore; the ratings log has the time at which they were given. */
export function withKnownTimes(records: readonly ArgillaRecord[], log: readonly ResponseEvent[]): ArgillaRecord[] {
  const times = new Map(log.map(({ promptId, raterId, insertedAt }) => [`${promptId} ${raterId}`, insertedAt]));
  return records.map((record) => ({
    ...record,
    responses: (record.responses ?? []).map((response) => ({
      ...response,
      insertedAt: times.get(`${record.externalId} ${response.userId}`) ?? response.insertedAt,
    })),
  }));
}

/** A rater who gave no answer in this many days before the newest answer is not active. */
const recentDays = 3;

/**
 * How many answers to expect until somebody looks again, from the records and their answers alone: the newest answer
 * counts as now, so every machine gets the same result. Answers of any status count: the rater has also seen a draft or
 * a skipped prompt.
 */
export function measureDemand(records: readonly ArgillaRecord[]): Demand {
  const times = new Map<string, number[]>();
  const seenOpen = new Map<string, number>();
  let unfinished = 0;
  let now = Number.NEGATIVE_INFINITY;
  for (const { status, responses = [] } of records) {
    if (status === 'pending') unfinished += 1;
    for (const { userId: rater, insertedAt: at } of responses) {
      const atMs = Date.parse(at);
      now = Math.max(now, atMs);
      const own = times.get(rater) ?? [];
      times.set(rater, own);
      own.push(atMs);
      if (status === 'pending') seenOpen.set(rater, (seenOpen.get(rater) ?? 0) + 1);
    }
  }
  return {
    answersADay: busiestDay([...times.values()].flat(), now),
    raters: [...times].flatMap(([rater, own]) => {
      const answersADay = busiestDay(own, now);
      return answersADay === 0 ? [] : [{ answersADay, open: unfinished - (seenOpen.get(rater) ?? 0) }];
    }),
  };
}

function busiestDay(times: readonly number[], now: number): number {
  const days = Array.from({ length: recentDays }, () => 0);
  for (const at of times) {
    const day = Math.floor((now - at) / dayMs);
    if (day < recentDays) days[day] = (days[day] ?? 0) + 1;
  }
  return Math.max(...days);
}
