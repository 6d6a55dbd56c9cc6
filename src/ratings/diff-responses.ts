import type { ResponseEvent, ResponseStatus } from '../model.ts';
import { responseKey } from './current-view.ts';

export interface ListedResponse {
  userId: string;
  status: ResponseStatus;
  value: number | null;
  /** ISO 8601 UTC, by the server's clock. */
  insertedAt: string;
  updatedAt: string;
}

/** A listed record with all its current responses. */
export interface ListedRecord {
  recordId: string;
  /** The record's external_id. */
  promptId: string;
  responses: ListedResponse[];
}

export interface DiffContext {
  datasetId: string;
  /** ISO 8601 UTC: when the pull started. */
  pulledAt: string;
  /** User id → username, as far as the server says. */
  usernames: ReadonlyMap<string, string>;
  /** true = a restore wrote what has a new timestamp on the server: an equal answer keeps its original times. */
  restored?: boolean;
}

export interface ResponseDiff {
  /** What to append to the log: listed versions in listing order, then deletions. */
  events: ResponseEvent[];
  created: number;
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
 */
export function diffResponses(known: Known, listed: readonly ListedRecord[], context: DiffContext): ResponseDiff {
  // If pages shift while they are read, a record can be listed twice.
  const records = new Map(listed.map((record) => [record.recordId, record]));
  const pull = { ...context, pulledAt: latestPull(known, context.pulledAt) };
  const present = [...records.values()]
    .flatMap((record) => toEvents(record, pull))
    .map((event) => keepTimes(event, known.get(responseKey(event)), context.restored === true));
  const fresh = present.filter((event) => !isSameVersion(event, known.get(responseKey(event))));
  const created = fresh.filter((event) => !isStillGiven(known.get(responseKey(event)))).length;
  const { withdrawn, orphaned } = findMissing(known, present, records, pull.datasetId);
  return {
    events: [...fresh, ...withdrawn.map((event) => toDeletion(event, pull))],
    created,
    changed: fresh.length - created,
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

function toEvents({ recordId, promptId, responses }: ListedRecord, context: DiffContext): ResponseEvent[] {
  const { datasetId, pulledAt, usernames } = context;
  return responses.map(({ userId, status, value, insertedAt, updatedAt }) => ({
    promptId,
    raterId: userId,
    rater: usernames.get(userId) ?? null,
    status,
    value,
    insertedAt,
    updatedAt,
    serverUpdatedAt: updatedAt,
    recordId,
    datasetId,
    pulledAt,
  }));
}

/** If the same answer appears in another place, it was moved there: it keeps the times at which the person gave it. */
function keepTimes(event: ResponseEvent, last: ResponseEvent | undefined, restored: boolean): ResponseEvent {
  if (last === undefined || last.status !== event.status || last.value !== event.value) return event;
  const moved = last.recordId !== event.recordId || last.datasetId !== event.datasetId;
  return moved || restored ? { ...event, insertedAt: last.insertedAt, updatedAt: last.updatedAt } : event;
}

/** The place counts too: a deletion is accepted only from the record that is known to have held the answer. */
function isSameVersion(a: ResponseEvent, b: ResponseEvent | undefined): boolean {
  return (
    b !== undefined &&
    a.status === b.status &&
    a.value === b.value &&
    a.serverUpdatedAt === b.serverUpdatedAt &&
    a.recordId === b.recordId &&
    a.datasetId === b.datasetId
  );
}

function isStillGiven(last: ResponseEvent | undefined): boolean {
  return last !== undefined && last.status !== 'deleted';
}

/**
 * An answer counts as withdrawn only if the very record that held it is listed without it. A record that is gone, or
 * was recreated after a reset, withdraws nothing.
 */
function findMissing(
  known: Known,
  present: readonly ResponseEvent[],
  records: ReadonlyMap<string, ListedRecord>,
  datasetId: string,
): { withdrawn: ResponseEvent[]; orphaned: number } {
  const presentKeys = new Set(present.map(responseKey));
  const missing = [...known].flatMap(([key, event]) => (isStillGiven(event) && !presentKeys.has(key) ? [event] : []));
  const withdrawn = missing.filter((event) => event.datasetId === datasetId && records.has(event.recordId));
  return { withdrawn, orphaned: missing.length - withdrawn.length };
}

function toDeletion(last: ResponseEvent, { pulledAt, usernames }: DiffContext): ResponseEvent {
  return { ...last, rater: usernames.get(last.raterId) ?? last.rater, status: 'deleted', value: null, pulledAt };
}
