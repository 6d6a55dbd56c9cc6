import { compareText } from '../lib/text/text.ts';
import type { Rating, ResponseEvent } from '../model.ts';

/** Identifies a response across its versions. An Argilla user id contains no space. */
export function responseKey({ promptId, raterId }: Pick<ResponseEvent, 'promptId' | 'raterId'>): string {
  return `${raterId} ${promptId}`;
}

/**
 * The newest version of every response, including deleted ones, by `responseKey`. Newest means seen by the latest pull;
 * in a tie, the later one in the log. So logs of two machines can be joined, and what both saw counts once.
 */
export function currentResponses(events: Iterable<ResponseEvent>): Map<string, ResponseEvent> {
  const current = new Map<string, ResponseEvent>();
  for (const event of events) {
    if (event.aside === true) continue;
    const key = responseKey(event);
    const other = current.get(key);
    if (other === undefined || event.pulledAt >= other.pulledAt) current.set(key, event);
  }
  return current;
}

/** The current answers (submitted, discarded and draft), by prompt id, then rater id. */
export function answersOf(events: Iterable<ResponseEvent>): ResponseEvent[] {
  return [...currentResponses(events).values()]
    .filter(({ status }) => status !== 'deleted')
    .toSorted((a, b) => compareText(a.promptId, b.promptId) || compareText(a.raterId, b.raterId));
}

/** The submitted answers as ratings. Raters are ids, because names change. */
export function submittedRatings(answers: readonly ResponseEvent[]): Rating[] {
  return answers.flatMap(({ status, promptId, raterId, value, insertedAt }) =>
    status === 'submitted' && value !== null ? [{ rater: raterId, item: promptId, value, answeredAt: insertedAt }] : [],
  );
}
