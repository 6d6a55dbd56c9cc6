import { groupBy } from '../lib/group-by.ts';
import { countOf } from '../lib/text/numbers.ts';
import { compareText, printable } from '../lib/text/text.ts';
import type { EarlierRound, ResponseEvent, RoundCounts } from '../model.ts';

/** The number of the round that an answer is of, from 1. The campaign's own answers are the last round. */
export function roundOf({ datasetId }: Pick<ResponseEvent, 'datasetId'>, rounds: readonly EarlierRound[]): number {
  const place = rounds.findIndex(({ id }) => id === datasetId);
  return place === -1 ? rounds.length + 1 : place + 1;
}

/** What each round contributed; empty if there is no earlier one. Pure. */
export function countRounds(answers: readonly ResponseEvent[], rounds: readonly EarlierRound[]): RoundCounts[] {
  if (rounds.length === 0) return [];
  const submitted = answers.filter(({ status, value }) => status === 'submitted' && value !== null);
  const byRound = groupBy(submitted, (event) => roundOf(event, rounds));
  return [...rounds.map(({ origin }) => origin), null].map((origin, index) => {
    const own = byRound.get(index + 1) ?? [];
    const days = own.flatMap(({ updatedAt }) => /^\d{4}-\d\d-\d\d/u.exec(updatedAt)?.[0] ?? []).toSorted(compareText);
    return {
      round: index + 1,
      origin,
      prompts: new Set(own.map(({ promptId }) => promptId)).size,
      answers: own.length,
      raters: new Set(own.map(({ raterId }) => raterId)).size,
      first: days[0] ?? null,
      last: days.at(-1) ?? null,
    };
  });
}

/** The rounds as a sentence; null if there is no earlier one. */
export function describeRounds(rounds: readonly RoundCounts[]): string | null {
  if (rounds.length === 0) return null;
  const parts = rounds.map(
    ({ round, origin, answers, raters }) =>
      `round ${round} (${origin === null ? 'this campaign' : printable(origin, 120)}) ${countOf(answers, 'answer')} of ${countOf(raters, 'rater')}`,
  );
  return `By round: ${parts.join('; ')}.`;
}
