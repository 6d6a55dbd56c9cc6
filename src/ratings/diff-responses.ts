import type { ResponseEvent, ResponseStatus } from '../model.ts';
import { responseKey } from './current-view.ts';
import { indexPlaces, isSameAnswer, placeOf } from './places.ts';

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
  /** What to append to the log: listed versions in listing order, then deletions. Some may be asides. */
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

type Known = ReadonlyMap<string, ResponseEvent>;

/**
 * Compares the server's current answers with the newest known versions. Pure. A listed version that differs is logged
 * even if its timestamp is older than the known one (a server that was set back): the log records what the server has.
 *
 * An answer is one to the text that the record showed when it was given. So a known answer stays with its prompt when
 * the record gets another text, and only what is given or changed after that belongs to the new text.
 */
export function diffResponses(known: Known, listed: readonly ListedRecord[], context: DiffContext): ResponseDiff {
  // If pages shift while they are read, a record can be listed twice.
  const records = new Map(listed.map((record) => [record.recordId, record]));
  const pull = { ...context, pulledAt: latestPull(known, context.pulledAt) };
  const places = indexPlaces(context.log ?? known.values(), pull.datasetId);
  const seen = [...records.values()].flatMap((record) => toEvents(record, pull, places));
  const chosen = chooseOnePerPrompt(seen, records);
  const present = chosen.map((event) => keepTimes(event, known.get(responseKey(event))));
  const fresh = present.filter((event) => !isSameVersion(event, known.get(responseKey(event))));
  const created = fresh.filter((event) => !isStillGiven(known.get(responseKey(event)))).length;
  const changed = fresh.filter((event) => {
    const last = known.get(responseKey(event));
    return isStillGiven(last) && !isSameAnswer(event, last);
  }).length;
  const { withdrawn, orphaned } = findMissing(known, present, records, places);
  const asides = findAsides(seen, { chosen, withdrawn }, records, places, pull);
  return {
    events: [...fresh, ...asides, ...withdrawn.map((event) => toDeletion(event, pull))],
    created,
    changed,
    deleted: withdrawn.length,
    orphaned,
    unreadable: present.filter(({ status, value }) => status === 'submitted' && value === null).length,
  };
}

/** `pulledAt` decides which version is newest, so a clock set back must not make this pull older than the log. */
function latestPull(known: Known, pulledAt: string): string {
  let latest = pulledAt;
  for (const event of known.values()) if (event.pulledAt > latest) latest = event.pulledAt;
  return latest;
}

function toEvents(record: ListedRecord, context: DiffContext, places: Known): ResponseEvent[] {
  const { recordId, externalId } = record;
  const { datasetId, pulledAt, usernames } = context;
  return record.responses.map(({ userId: raterId, status, value, others, insertedAt, updatedAt }) => {
    const there = places.get(placeOf({ recordId, raterId }));
    const given = { status, value, ...(others === undefined ? {} : { others }) };
    const promptId = isSameAnswer(given, there) ? there.promptId : record.promptId;
    return {
      promptId,
      raterId,
      rater: usernames.get(raterId) ?? null,
      ...given,
      insertedAt,
      updatedAt,
      serverUpdatedAt: updatedAt,
      recordId,
      datasetId,
      pulledAt,
      ...(externalId === null || externalId === promptId ? {} : { label: externalId }),
    };
  });
}

/**
 * Two records may show the same text, and a rater may have answered both. The one that prank wrote counts, else the
 * later answer.
 */
function chooseOnePerPrompt(
  events: readonly ResponseEvent[],
  records: ReadonlyMap<string, ListedRecord>,
): ResponseEvent[] {
  const isOwn = ({ recordId, promptId }: ResponseEvent): boolean => records.get(recordId)?.externalId === promptId;
  const chosen = new Map<string, ResponseEvent>();
  for (const event of events) {
    const key = responseKey(event);
    const other = chosen.get(key);
    const isBetter =
      other === undefined || (isOwn(event) === isOwn(other) ? event.updatedAt > other.updatedAt : isOwn(event));
    if (isBetter) chosen.set(key, event);
  }
  return [...chosen.values()];
}

/**
 * What is new of the answers that do not count because the rater answered the same text on another record, too, and
 * which of them are gone. Without this, such an answer would pass for one to the next text that its record gets.
 */
function findAsides(
  seen: readonly ResponseEvent[],
  counted: { chosen: readonly ResponseEvent[]; withdrawn: readonly ResponseEvent[] },
  records: ReadonlyMap<string, ListedRecord>,
  places: Known,
  context: DiffContext,
): ResponseEvent[] {
  const chosen = new Set(counted.chosen);
  const withdrawn = new Set(counted.withdrawn);
  const fresh = seen.filter((event) => !chosen.has(event) && !isSameAnswer(event, places.get(placeOf(event))));
  const gone = [...places.values()].filter(
    (event) => !withdrawn.has(event) && isVacant(event, records.get(event.recordId)),
  );
  return [...fresh, ...gone.map((event) => toDeletion(event, context))].map((event) => ({ ...event, aside: true }));
}

/** Whether the record is listed without any answer of the rater. */
function isVacant({ raterId }: ResponseEvent, record: ListedRecord | undefined): boolean {
  return record !== undefined && !record.responses.some(({ userId }) => userId === raterId);
}

/** An answer that was only moved, or written again by a program, keeps the times at which the person gave it. */
function keepTimes(event: ResponseEvent, last: ResponseEvent | undefined): ResponseEvent {
  return isSameAnswer(event, last) ? { ...event, insertedAt: last.insertedAt, updatedAt: last.updatedAt } : event;
}

/** The place counts too: a deletion is accepted only from the record that is known to have held the answer. */
function isSameVersion(a: ResponseEvent, b: ResponseEvent | undefined): boolean {
  return (
    isSameAnswer(a, b) &&
    a.serverUpdatedAt === b.serverUpdatedAt &&
    a.recordId === b.recordId &&
    a.datasetId === b.datasetId
  );
}

function isStillGiven(last: ResponseEvent | undefined): last is ResponseEvent {
  return last !== undefined && last.status !== 'deleted';
}

/**
 * An answer counts as withdrawn only if the very record that held it is listed without any answer of its rater. A
 * record that is gone, or was recreated after a reset, withdraws nothing, nor does an answer to another text that the
 * record got meanwhile.
 */
function findMissing(
  known: Known,
  present: readonly ResponseEvent[],
  records: ReadonlyMap<string, ListedRecord>,
  places: Known,
): { withdrawn: ResponseEvent[]; orphaned: number } {
  const presentKeys = new Set(present.map(responseKey));
  const missing = [...known].flatMap(([key, event]) => (isStillGiven(event) && !presentKeys.has(key) ? [event] : []));
  const withdrawn = missing.filter(
    (event) => places.get(placeOf(event)) === event && isVacant(event, records.get(event.recordId)),
  );
  return { withdrawn, orphaned: missing.length - withdrawn.length };
}

function toDeletion({ others: _others, ...last }: ResponseEvent, { pulledAt, usernames }: DiffContext): ResponseEvent {
  return { ...last, rater: usernames.get(last.raterId) ?? last.rater, status: 'deleted', value: null, pulledAt };
}
