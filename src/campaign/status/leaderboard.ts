import { compareText } from '../../lib/text/text.ts';
import type { ResponseEvent } from '../../model.ts';

export interface LeaderboardRow {
  rater: string;
  /** Answers that count: submitted, with a value. */
  answers: number;
  discarded: number;
  /** When the newest of their answers was first given; ISO 8601 UTC. */
  lastAnswerAt: string;
}

/** Raters (by id) with their answers that count, most first, ties by id. Drafts are not answers yet. */
export function rankByAnswers(answers: readonly ResponseEvent[]): LeaderboardRow[] {
  const rows = new Map<string, LeaderboardRow>();
  for (const { raterId, status, value, insertedAt } of answers) {
    if (status !== 'submitted' && status !== 'discarded') continue;
    const row = rows.get(raterId) ?? { rater: raterId, answers: 0, discarded: 0, lastAnswerAt: insertedAt };
    rows.set(raterId, row);
    if (status === 'discarded') row.discarded += 1;
    else if (value !== null) row.answers += 1;
    if (insertedAt > row.lastAnswerAt) row.lastAnswerAt = insertedAt;
  }
  return [...rows.values()].toSorted((a, b) => b.answers - a.answers || compareText(a.rater, b.rater));
}
