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

/** A record as it was listed, with every response that it holds now. */
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
  /** User id → username, as far as the server tells. */
  usernames: ReadonlyMap<string, string>;
  /** true = what the server stamped anew was written by a restore: an equal answer keeps its person's times. */
  restored?: boolean;
}

export interface ResponseDiff {
  /** What to append to the log: listed versions in the order of the listing, then deletions. */
  events: ResponseEvent[];
  created: number;
  changed: number;
  deleted: number;
  /** Answers that stand in the log while their record is not listed any more; they stay. */
  orphaned: number;
  /** Listed submitted answers without a value of our question: logged, but nothing can be ranked with them. */
  unreadable: number;
}

type Known = ReadonlyMap<string, ResponseEvent>;

/**
 * What the server holds now against the newest versions known; pure. A listed version that differs is logged even when
 * its stamp is older than the known one (a server that was set back): the log tells what the server holds.
 */
export function diffResponses(known: Known, listed: readonly ListedRecord[], context: DiffContext): ResponseDiff {
  // Pages that shift while they are read can list a record twice.
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

/** The newest version is told by `pulledAt`; a clock that was set back must not make this pull older than the log. */
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

/** An answer that is the same in another place was brought there: the person gave it when they gave it. */
function keepTimes(event: ResponseEvent, last: ResponseEvent | undefined, restored: boolean): ResponseEvent {
  if (last === undefined || last.status !== event.status || last.value !== event.value) return event;
  const moved = last.recordId !== event.recordId || last.datasetId !== event.datasetId;
  return moved || restored ? { ...event, insertedAt: last.insertedAt, updatedAt: last.updatedAt } : event;
}

/** The place counts too: a deletion is only believed of the record that is known to have held the answer. */
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
 * An answer is withdrawn only when the very record that held it is listed without it; a record that vanished, or was
 * made anew after a reset, withdraws nothing.
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
