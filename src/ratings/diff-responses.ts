import type { ResponseEvent, ResponseStatus } from '../model.ts';
import { ResponseMap } from './current-view.ts';
import { isSameAnswer, Places } from './places.ts';

export interface ListedResponse {
  userId: string;
  status: ResponseStatus;
  value: number | null;
  /** Answers to other questions, as in ResponseEvent. */
  others?: string;
  /** ISO 8601 UTC, by the server's clock. */
  insertedAt: string;
  updatedAt: string;
}

/** A listed record with all its current responses. */
export interface ListedRecord {
  recordId: string;
  /** The prompt whose text the record shows now. */
  promptId: string;
  externalId: string | null;
  responses: ListedResponse[];
}

export interface DiffContext {
  datasetId: string;
  /** ISO 8601 UTC: when the pull started. */
  pulledAt: string;
  /** User id → username, as far as the server says. */
  usernames: ReadonlyMap<string, string>;
  /** All versions in the log, oldest first; the newest ones unless given. */
  log?: Iterable<ResponseEvent>;
}

export interface ResponseDiff {
  /** What to append to the log: listed versions by rater, asides, deletions by rater. */
  events: ResponseEvent[];
  created: number;
  /** Answers that their rater changed. The others in `events` were only moved, or written again by a program. */
  changed: number;
  deleted: number;
  /** Current answers in the log whose record is no longer listed; they stay. */
  orphaned: number;
  /** Listed submitted answers without a value for our question: logged, but not usable for the ranking. */
  unreadable: number;
}

type Known = Pick<ResponseMap, 'get' | 'values'>;

/** Compares a whole listing; pure. See `ResponseComparison`. */
export function diffResponses(
  known: Known,
  listed: readonly ListedRecord[],
  { usernames, log = known.values(), ...context }: DiffContext,
): ResponseDiff {
  const comparison = new ResponseComparison(known, new Places(log, context.datasetId), context);
  // If pages shift while they are read, a record can be listed twice.
  for (const record of new Map(listed.map((one) => [one.recordId, one])).values()) comparison.add(record);
  return comparison.finish(usernames);
}

/**
 * Compares the server's current answers with the newest known versions, record by record, and keeps of a record only
 * what is new. A listed version that differs is logged even if its timestamp is older than the known one (a server that
 * was set back): the log records what the server has.
 *
 * An answer is one to the text that the record showed when it was given. So a known answer stays with its prompt when
 * the record gets another text, and only what is given or changed after that belongs to the new text.
 *
 * A rater may have answered one text on two records. The answer that doesn't count is logged as an aside: without it, that
 * answer would pass for one to the next text that its record gets.
 */
export class ResponseComparison {
  private readonly known: Known;
  private readonly places: Places;
  private readonly datasetId: string;
  private readonly pulledAt: string;
  /** Listed record → its external id. */
  private readonly externalIds = new Map<string, string | null>();
  /** The one listed version of each response: the known event if it is the same, otherwise a new one. */
  private readonly present = new ResponseMap();
  /** Listed answers that don't count, as far as they are new. */
  private readonly asides: ResponseEvent[] = [];
  /** Answers whose record is listed without any answer of their rater. */
  private readonly vanished = new Set<ResponseEvent>();

  constructor(known: Known, places: Places, { datasetId, pulledAt }: Omit<DiffContext, 'usernames' | 'log'>) {
    this.known = known;
    this.places = places;
    this.datasetId = datasetId;
    this.pulledAt = latestPull(known, pulledAt);
  }

  /** Takes a record that was not listed before. */
  add(record: ListedRecord): void {
    const { recordId, externalId, responses } = record;
    this.externalIds.set(recordId, externalId);
    const there = new Map(this.places.on(recordId).map((event) => [event.raterId, event]));
    for (const response of responses) {
      const place = there.get(response.userId);
      there.delete(response.userId);
      const promptId = isSameAnswer(response, place) ? place.promptId : record.promptId;
      const id = { promptId, raterId: response.userId };
      const other = this.present.get(id);
      if (!this.isBetter(response, record, promptId, other)) {
        this.setAside(this.toEvent(response, record, promptId, undefined));
        continue;
      }
      if (other !== undefined) this.setAside(other);
      const last = this.known.get(id);
      const isSame = this.isSameVersion(response, recordId, last);
      this.present.set(isSame ? last : this.toEvent(response, record, promptId, last));
    }
    for (const event of there.values()) this.vanished.add(event);
  }

  /** `usernames`: user id → username, as far as the server says. */
  finish(usernames: ReadonlyMap<string, string>): ResponseDiff {
    const diff: ResponseDiff = { events: [], created: 0, changed: 0, deleted: 0, orphaned: 0, unreadable: 0 };
    for (const event of this.present.values()) {
      if (event.status === 'submitted' && event.value === null) diff.unreadable += 1;
      const last = this.known.get(event);
      if (event === last) continue;
      event.rater = usernames.get(event.raterId) ?? null;
      diff.events.push(event);
      if (!isStillGiven(last)) diff.created += 1;
      else if (!isSameAnswer(event, last)) diff.changed += 1;
    }
    const withdrawn: ResponseEvent[] = [];
    for (const event of this.known.values()) {
      if (!isStillGiven(event) || this.present.get(event) !== undefined) continue;
      // Withdrawn only if the very record that held it is listed without it. A record that is gone, or was recreated
      // after a reset, withdraws nothing, nor does an answer to another text that the record got meanwhile.
      if (this.vanished.delete(event)) withdrawn.push(event);
      else diff.orphaned += 1;
    }
    diff.deleted = withdrawn.length;
    for (const event of this.asides)
      diff.events.push({ ...event, rater: usernames.get(event.raterId) ?? null, aside: true });
    for (const event of this.vanished)
      diff.events.push({ ...toDeletion(event, usernames, this.pulledAt), aside: true });
    for (const event of withdrawn) diff.events.push(toDeletion(event, usernames, this.pulledAt));
    return diff;
  }

  private setAside(event: ResponseEvent): void {
    if (!isSameAnswer(event, this.places.get(event))) this.asides.push(event);
  }

  /**
   * Two records may show the same text, and a rater may have answered both. The one that prank wrote counts, else the
   * later answer.
   */
  private isBetter(
    { updatedAt }: ListedResponse,
    { externalId }: ListedRecord,
    promptId: string,
    other: ResponseEvent | undefined,
  ): boolean {
    if (other === undefined) return true;
    const isOwn = externalId === promptId;
    const isOtherOwn = this.externalIds.get(other.recordId) === promptId;
    return isOwn === isOtherOwn ? updatedAt > other.serverUpdatedAt : isOwn;
  }

  /** The place counts too: a deletion is accepted only from the record that is known to have held the answer. */
  private isSameVersion(
    response: ListedResponse,
    recordId: string,
    last: ResponseEvent | undefined,
  ): last is ResponseEvent {
    return (
      isSameAnswer(response, last) &&
      last.serverUpdatedAt === response.updatedAt &&
      last.recordId === recordId &&
      last.datasetId === this.datasetId
    );
  }

  private toEvent(
    response: ListedResponse,
    { recordId, externalId }: ListedRecord,
    promptId: string,
    last: ResponseEvent | undefined,
  ): ResponseEvent {
    const { userId: raterId, status, value, others, insertedAt, updatedAt } = response;
    // An answer that was only moved, or written again by a program, keeps the times at which the person gave it.
    const times = isSameAnswer(response, last) ? last : { insertedAt, updatedAt };
    const event: ResponseEvent = {
      promptId,
      raterId,
      rater: null,
      status,
      value,
      insertedAt: times.insertedAt,
      updatedAt: times.updatedAt,
      serverUpdatedAt: updatedAt,
      recordId,
      datasetId: this.datasetId,
      pulledAt: this.pulledAt,
    };
    if (externalId !== null && externalId !== promptId) event.label = externalId;
    if (others !== undefined) event.others = others;
    return event;
  }
}

/** `pulledAt` decides which version is newest, so a clock set back must not make this pull older than the log. */
function latestPull(known: Known, pulledAt: string): string {
  let latest = pulledAt;
  for (const event of known.values()) if (event.pulledAt > latest) latest = event.pulledAt;
  return latest;
}

function isStillGiven(last: ResponseEvent | undefined): last is ResponseEvent {
  return last !== undefined && last.status !== 'deleted';
}

function toDeletion(
  { others: _others, ...last }: ResponseEvent,
  usernames: ReadonlyMap<string, string>,
  pulledAt: string,
): ResponseEvent {
  return { ...last, rater: usernames.get(last.raterId) ?? last.rater, status: 'deleted', value: null, pulledAt };
}
