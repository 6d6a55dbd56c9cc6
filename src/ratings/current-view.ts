import { compareText } from '../lib/text/text.ts';
import type { Rating, ResponseEvent } from '../model.ts';

/** The key under which versions of a response follow each other; an Argilla user id holds no space. */
export function responseKey({ promptId, raterId }: Pick<ResponseEvent, 'promptId' | 'raterId'>): string {
  return `${raterId} ${promptId}`;
}

/**
 * The newest version of every response, deleted ones among them, by `responseKey`. Newest is what the latest pull saw;
 * among equals the later one in the log. So logs of two machines can be joined, and what both saw counts once.
 */
export function currentResponses(events: Iterable<ResponseEvent>): Map<string, ResponseEvent> {
  const current = new Map<string, ResponseEvent>();
  for (const event of events) {
    const key = responseKey(event);
    const other = current.get(key);
    if (other === undefined || event.pulledAt >= other.pulledAt) current.set(key, event);
  }
  return current;
}

/** The answers that stand now (submitted, discarded and draft), by prompt id, then rater id. */
export function answersOf(events: Iterable<ResponseEvent>): ResponseEvent[] {
  return [...currentResponses(events).values()]
    .filter(({ status }) => status !== 'deleted')
    .toSorted((a, b) => compareText(a.promptId, b.promptId) || compareText(a.raterId, b.raterId));
}

/** What was submitted, as ratings; raters by id, because names change. */
export function submittedRatings(answers: readonly ResponseEvent[]): Rating[] {
  return answers.flatMap(({ status, promptId, raterId, value, insertedAt }) =>
    status === 'submitted' && value !== null ? [{ rater: raterId, item: promptId, value, answeredAt: insertedAt }] : [],
  );
}
