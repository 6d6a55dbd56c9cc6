import { compareText } from '../lib/text/text.ts';
import type { Rating, ResponseEvent } from '../model.ts';

/** Identifies a response across its versions. An Argilla user id contains no space. */
export function responseKey({ promptId, raterId }: ResponseId): string {
  return `${raterId} ${promptId}`;
}

/** Which response it is: one rater's on one prompt. */
export type ResponseId = Pick<ResponseEvent, 'promptId' | 'raterId'>;

/** One event for each response. A map with `responseKey` as keys would take twice the memory. */
export class ResponseMap {
  private readonly raters = new Map<string, Map<string, ResponseEvent>>();

  constructor(events: Iterable<ResponseEvent> = []) {
    for (const event of events) this.set(event);
  }

  get({ promptId, raterId }: ResponseId): ResponseEvent | undefined {
    return this.raters.get(raterId)?.get(promptId);
  }

  set(event: ResponseEvent): void {
    const { promptId, raterId } = event;
    const prompts = this.raters.get(raterId);
    if (prompts === undefined) this.raters.set(raterId, new Map([[promptId, event]]));
    else prompts.set(promptId, event);
  }

  /**
   * Takes the next event of the log: it counts unless it is an aside, or a later pull saw another version. In a tie, the
   * later one in the log counts.
   */
  addFromLog(event: ResponseEvent): void {
    if (event.aside === true) return;
    const other = this.get(event);
    if (other === undefined || event.pulledAt >= other.pulledAt) this.set(event);
  }

  delete({ promptId, raterId }: ResponseId): void {
    this.raters.get(raterId)?.delete(promptId);
  }

  /** By rater, and then in the order in which their responses were first set. */
  *values(): Generator<ResponseEvent> {
    for (const prompts of this.raters.values()) yield* prompts.values();
  }
}

/**
 * The newest version of every response, including deleted ones: the one that the latest pull saw. So logs of two machines
 * can be joined, and what both saw counts once.
 */
export function currentResponses(events: Iterable<ResponseEvent>): ResponseMap {
  const current = new ResponseMap();
  for (const event of events) current.addFromLog(event);
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
