import { compareText } from '../../lib/text/text.ts';
import type { ReleaseInput } from '../input.ts';
import { roundOf } from '../rounds.ts';

export interface Leaderboard {
  rows: LeaderboardRow[];
  /** Raters with answers who are not in the rows: further down, or not willing to be listed. */
  others: number;
}

export interface LeaderboardRow {
  /** Raters with the same number of answers share a place. */
  place: number;
  /** Published name. */
  rater: string;
  /** Submitted answers. */
  answers: number;
}

/**
 * The raters of the campaign itself with the most answers; null if nobody may be named. Places count only listed raters, so those who don't
 * want to be listed leave no gap.
 */
export function makeLeaderboard(input: ReleaseInput): Leaderboard | null {
  const { publish } = input.campaign;
  if (publish.dashboard.leaderboard === null || publish.raters === 'omit') return null;
  const { rounds = [] } = input;
  const earlier = new Set(
    input.answers.filter((event) => roundOf(event, rounds) <= rounds.length).map(({ raterId }) => raterId),
  );
  const own = input.ranking.raters.filter(({ rater }) => !earlier.has(rater));
  const listed = own
    .filter(({ rater, answers }) => answers > 0 && !input.unlisted.has(rater))
    .toSorted((a, b) => b.answers - a.answers || compareText(a.rater, b.rater));
  const rows = listed.slice(0, publish.dashboard.leaderboard).map(({ rater, answers }) => ({
    place: 1 + listed.findIndex((other) => other.answers === answers),
    rater,
    answers,
  }));
  return { rows, others: own.length - rows.length };
}
