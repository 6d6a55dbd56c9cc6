import type { AnswerDraft, AnsweredRecord } from '../../argilla/answered-records.ts';
import { groupBy } from '../../lib/group-by.ts';
import type { Prompt, ResponseEvent, ResponseStatus, Task } from '../../model.ts';
import { responseKey, ResponseMap } from '../../ratings/current-view.ts';
import type { ListedRecord, ListedResponse } from '../../ratings/diff-responses.ts';
import { isSameAnswer, Places } from '../../ratings/places.ts';
import type { RecordSnapshot } from '../../ratings/records-snapshot.ts';
import { draftRecord } from '../push/plan.ts';
import type { RaterStep } from './raters.ts';

/** The sources of a restore's records. */
export interface LostRecords {
  /** The records on the lost server, in push order; null = no backup has them. */
  snapshot: readonly RecordSnapshot[] | null;
  /** The dataset that the snapshot was taken from. */
  datasetId: string | null;
  /** Prompts whose records were deleted there, or on a server before it. */
  removed: ReadonlySet<string>;
  prompts: readonly Prompt[];
  /** Records of earlier snapshots, for texts that are nowhere else. */
  earlier: readonly RecordSnapshot[];
}

export interface RestoredRecords {
  /** In push order. */
  records: RecordSnapshot[];
  /** Number of answers on records that the server had removed before it was lost; they stay in the log. */
  removed: number;
  /** Ids of answered prompts whose text was not found anywhere. */
  withoutText: string[];
}

/** Chooses the records for the server: all that it had, and every answered prompt whose text is known; pure. */
export function chooseRecords(answers: readonly ResponseEvent[], lost: LostRecords, task: Task): RestoredRecords {
  const base = lost.snapshot ?? [];
  const wanted = new Set(base.map(({ promptId }) => promptId));
  const isRemoved = ({ promptId, datasetId }: ResponseEvent): boolean =>
    (datasetId === lost.datasetId || lost.removed.has(promptId)) && lost.snapshot !== null && !wanted.has(promptId);
  const beyond = new Set(
    answers.filter((event) => !wanted.has(event.promptId) && !isRemoved(event)).map(({ promptId }) => promptId),
  );
  const fromPrompts = lost.prompts
    .filter(({ id }) => beyond.delete(id))
    .map((prompt) => ({
      promptId: prompt.id,
      externalId: prompt.id,
      prompt: prompt.prompt,
      metadata: draftRecord(prompt, task.metadata).metadata,
    }));
  const fromEarlier = lost.earlier.filter(({ promptId }) => beyond.delete(promptId));
  const fromSnapshots = [...base, ...fromEarlier].map((record) => withWantedMetadata(record, task));
  const records = [...fromSnapshots.slice(0, base.length), ...fromPrompts, ...fromSnapshots.slice(base.length)];
  const kept = new Set(records.map(({ promptId }) => promptId));
  const removed = answers.filter((event) => isRemoved(event) && !kept.has(event.promptId)).length;
  return { records, removed, withoutText: [...beyond].toSorted() };
}

/** Raters can read what a record carries, so a record of the campaign comes back with what prank.yaml names, like a push. */
function withWantedMetadata(record: RecordSnapshot, { metadata, keepsMetadata }: Task): RecordSnapshot {
  if (keepsMetadata || record.externalId !== record.promptId) return record;
  const wanted = metadata.filter(({ name }) => Object.hasOwn(record.metadata, name));
  return { ...record, metadata: Object.fromEntries(wanted.map(({ name }) => [name, record.metadata[name]])) };
}

/** Answers under the ids of the new server. */
export interface MappedAnswers {
  /** The newest versions, as the server should have them. */
  known: ResponseMap;
  /** Versions whose answer moves to another id. Each is gone once the server has the answer under that id. */
  moved: { from: ResponseEvent; to: string }[];
}

/**
 * Moves each answer to the id that its rater has on the new server. Of two answers on one prompt, the later one counts.
 * Pure.
 */
export function mapAnswers(
  current: ResponseMap,
  answers: readonly ResponseEvent[],
  raters: readonly RaterStep[],
): MappedAnswers {
  const newIds = new Map(
    raters
      .filter(({ action }) => action !== 'skip')
      .flatMap(({ rater, userId }) => [rater.id, ...rater.otherIds].map((id): [string, string] => [id, userId])),
  );
  const known = new ResponseMap(current.values());
  const moved: MappedAnswers['moved'] = [];
  for (const event of answers) {
    const raterId = newIds.get(event.raterId) ?? event.raterId;
    if (raterId === event.raterId) continue;
    const to = { promptId: event.promptId, raterId };
    const other = known.get(to);
    moved.push({ from: event, to: responseKey(to) });
    const isNewer = other === undefined || other.status === 'deleted' || other.updatedAt < event.updatedAt;
    if (isNewer) known.set({ ...event, raterId });
    known.delete(event);
  }
  return { known, moved };
}

export interface RestorePlan {
  /** Records to write, in push order, without those that are complete on the server. */
  write: (AnsweredRecord & { promptId: string })[];
  /** Number of answers in `write`. */
  answers: number;
  /** Number of answers that are the same on the server and in the log. */
  there: number;
  /** Number of answers on the server that are not in the log. */
  unknown: number;
  /** Number of submitted answers without a value, which the server would reject; they stay in the log. */
  withoutValue: number;
  /** Number of answers on the server that their raters have withdrawn on another one since. */
  withdrawn: number;
  /** Number of answers missing on records that are there without an external id, by which they could be written. */
  withoutId: number;
}

/**
 * Plans what to write so that every answer is back; pure. If the server holds a rater's answer on a record, none is
 * written: it is either the same, or a newer one. The exceptions are older versions, which are overwritten: of an answer
 * on the very same record, from an old copy of the database, and of an answer that was changed on another server since,
 * if the campaign comes back to a server that it had left. `log` = all versions, oldest first.
 */
export function planRestore(
  records: readonly RecordSnapshot[],
  known: ResponseMap,
  held: readonly ListedRecord[],
  { question, datasetId, log = [] }: { question: string; datasetId: string | null; log?: readonly ResponseEvent[] },
): RestorePlan {
  const places = new Places(log, datasetId ?? '');
  const stored = indexByPrompt(held);
  const given = groupBy(
    [...known.values()].filter(({ status }) => status !== 'deleted'),
    ({ promptId }) => promptId,
  );
  const plan: RestorePlan = {
    write: [],
    answers: 0,
    there: 0,
    unknown: 0,
    withoutValue: 0,
    withoutId: 0,
    withdrawn: 0,
  };
  for (const { promptId, externalId: label, prompt, metadata } of records) {
    const record = stored.get(promptId);
    const externalId = record === undefined ? label : record.externalId;
    const responses = new Map(record?.responses.map((response) => [response.userId, response]));
    const missing = (given.get(promptId) ?? []).filter((event) => {
      const there = responses.get(event.raterId);
      if (there === undefined || record === undefined) return true;
      const { recordId } = record;
      return (
        isOutdated(there, event, { datasetId, recordId }) ||
        (isLeftBehind(there, event, datasetId, places.get({ recordId, raterId: there.userId })) &&
          !isSameAnswer(there, event))
      );
    });
    const answers = missing.flatMap((event) => toDraft(event, question));
    plan.withoutValue += missing.length - answers.length;
    if (record !== undefined && answers.length === 0) continue;
    if (externalId === null) {
      plan.withoutId += answers.length;
      continue;
    }
    plan.answers += answers.length;
    // A record without metadata has none on the new server either, rather than an empty one.
    const own = Object.keys(metadata).length === 0 ? null : metadata;
    const content = record === undefined ? { prompt, metadata: own } : null;
    plan.write.push({ promptId, externalId, content, answers });
  }
  for (const { promptId, recordId, responses } of held) {
    for (const response of responses) {
      const { userId, status, value } = response;
      const event = known.get({ promptId, raterId: userId });
      const before = places.get({ recordId, raterId: userId });
      if (event?.status === 'deleted' && isLeftBehind(response, event, datasetId, before)) plan.withdrawn += 1;
      if (event === undefined || event.status === 'deleted') plan.unknown += 1;
      else if (event.status === status && event.value === value) plan.there += 1;
    }
  }
  return plan;
}

/** Of several records with the text of a prompt, the one that prank wrote counts. */
function indexByPrompt(held: readonly ListedRecord[]): Map<string, ListedRecord> {
  const stored = new Map<string, ListedRecord>();
  for (const record of held) {
    if (!stored.has(record.promptId) || record.externalId === record.promptId) stored.set(record.promptId, record);
  }
  return stored;
}

/** Whether the server still has the answer as it was last seen there, and the newest version is from another server. */
function isLeftBehind(
  there: ListedResponse,
  newest: ResponseEvent,
  datasetId: string | null,
  before: ResponseEvent | undefined,
): boolean {
  return newest.datasetId !== datasetId && isSameAnswer(there, before);
}

function isOutdated(
  there: ListedResponse,
  known: ResponseEvent,
  place: { datasetId: string | null; recordId: string | undefined },
): boolean {
  return (
    known.datasetId === place.datasetId &&
    known.recordId === place.recordId &&
    there.updatedAt < known.serverUpdatedAt &&
    (there.status !== known.status || there.value !== known.value || there.others !== known.others)
  );
}

function toDraft({ raterId, status, value, others }: ResponseEvent, question: string): AnswerDraft[] {
  if (!isStillGiven(status) || (status === 'submitted' && value === null)) return [];
  const values = { ...(value === null ? {} : { [question]: { value } }), ...parseOthers(others) };
  return [{ userId: raterId, status, values }];
}

/** The answers to other questions, in the form in which Argilla takes them. */
function parseOthers(others = '{}'): AnswerDraft['values'] {
  const parsed: unknown = JSON.parse(others);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, { value }]));
}

function isStillGiven(status: ResponseEvent['status']): status is ResponseStatus {
  return status !== 'deleted';
}

/**
 * The events that mark moved answers as deleted under their old ids, once the server holds them under the new ones.
 * Pure.
 */
export function toMovedDeletions(
  moved: MappedAnswers['moved'],
  held: readonly ListedRecord[],
  pulledAt: string,
): ResponseEvent[] {
  const there = new Set(
    held.flatMap(({ promptId, responses }) =>
      responses.map(({ userId }) => responseKey({ promptId, raterId: userId })),
    ),
  );
  return moved
    .filter(({ to }) => there.has(to))
    .map(({ from }) => ({ ...from, status: 'deleted', value: null, pulledAt }));
}
