/** When a rater gave an answer. */
export interface AnswerTime {
  raterId: string;
  /** ISO 8601. */
  insertedAt: string;
}

/** How long a rater counts as at work after an answer. Few people look at one prompt for longer. */
const atWorkMs = 5 * 60_000;
const recentMs = 3 * 86_400_000;
/** One rush must not decide for days, and the few answers before a crowd has gathered say little. */
const quantile = 0.9;

/**
 * How many raters are at work at the same time; 0 if nobody has answered. A rater is at work from each answer until 5
 * minutes later. Of the answers in the three days before the newest one, nine of ten were given while no more raters than
 * this were at work. Only the times of the answers count, not the current time, so every machine gets the same number.
 */
export function countRatersAtOnce(answers: readonly AnswerTime[]): number {
  const given = answers
    .map(({ raterId, insertedAt }) => ({ raterId, atMs: Date.parse(insertedAt) }))
    .toSorted((a, b) => a.atMs - b.atMs);
  const from = (given.at(-1)?.atMs ?? 0) - recentMs;
  const recent = given.filter(({ atMs }) => atMs >= from);
  const atWork = new Map<string, number>();
  let [oldest, next] = [0, 0];
  const counts = recent.map(({ atMs }) => {
    // All answers of one moment, so that their order makes no difference.
    for (; (recent[next]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs; next += 1) {
      const answer = recent[next];
      if (answer !== undefined) atWork.set(answer.raterId, atMs);
    }
    for (; (recent[oldest]?.atMs ?? atMs) <= atMs - atWorkMs; oldest += 1) {
      const old = recent[oldest];
      if (old !== undefined && atWork.get(old.raterId) === old.atMs) atWork.delete(old.raterId);
    }
    return atWork.size;
  });
  return counts.toSorted((a, b) => a - b)[Math.ceil(counts.length * quantile) - 1] ?? 0;
}
