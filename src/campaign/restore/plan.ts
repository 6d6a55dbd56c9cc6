import type { AnswerDraft, AnsweredRecord } from '../../argilla/answered-records.ts';
import { groupBy } from '../../lib/group-by.ts';
import type { Prompt, ResponseEvent, ResponseStatus, Task } from '../../model.ts';
import { responseKey } from '../../ratings/current-view.ts';
import type { ListedRecord, ListedResponse } from '../../ratings/diff-responses.ts';
import type { RecordSnapshot } from '../../ratings/records-snapshot.ts';
import { draftRecord } from '../push/plan.ts';
import type { RaterStep } from './raters.ts';

/** Where the records of a restore come from. */
export interface LostRecords {
  /** As they were on the lost server, in push order; null = no backup tells. */
  snapshot: readonly RecordSnapshot[] | null;
  /** The dataset that the snapshot is of. */
  datasetId: string | null;
  prompts: readonly Prompt[];
  /** Records of earlier snapshots, for texts that are nowhere else. */
  earlier: readonly RecordSnapshot[];
}

export interface RestoredRecords {
  /** In the order in which they are to be pushed. */
  records: RecordSnapshot[];
  /** Answers on records that the server had given up before it was lost; they stay in the log. */
  removed: number;
  /** Ids of answered prompts whose text is nowhere. */
  withoutText: string[];
}

/** What has to be on the server: all that was there, and every answered prompt whose text is known; pure. */
export function chooseRecords(answers: readonly ResponseEvent[], lost: LostRecords, task: Task): RestoredRecords {
  const base = lost.snapshot ?? [];
  const wanted = new Set(base.map(({ promptId }) => promptId));
  const isRemoved = ({ promptId, datasetId }: ResponseEvent): boolean =>
    datasetId === lost.datasetId && lost.snapshot !== null && !wanted.has(promptId);
  const beyond = new Set(
    answers.filter((event) => !wanted.has(event.promptId) && !isRemoved(event)).map(({ promptId }) => promptId),
  );
  const fromPrompts = lost.prompts
    .filter(({ id }) => beyond.delete(id))
    .map((prompt) => ({
      promptId: prompt.id,
      prompt: prompt.prompt,
      metadata: draftRecord(prompt, task.metadata).metadata,
    }));
  const fromEarlier = lost.earlier.filter(({ promptId }) => beyond.delete(promptId));
  const records = [...base, ...fromPrompts, ...fromEarlier];
  const kept = new Set(records.map(({ promptId }) => promptId));
  const removed = answers.filter((event) => isRemoved(event) && !kept.has(event.promptId)).length;
  return { records, removed, withoutText: [...beyond].toSorted() };
}

/** Answers under the ids of the new server. */
export interface MappedAnswers {
  /** The newest versions as they are to stand, by `responseKey`. */
  known: Map<string, ResponseEvent>;
  /** Versions whose answer goes to another id: each is gone once that one has it. */
  moved: { from: ResponseEvent; to: string }[];
}

/** Gives each answer to the id that its rater has on the new server; of two on one prompt the one given last stands; pure. */
export function mapAnswers(
  current: ReadonlyMap<string, ResponseEvent>,
  answers: readonly ResponseEvent[],
  raters: readonly RaterStep[],
): MappedAnswers {
  const newIds = new Map(
    raters
      .filter(({ action }) => action !== 'skip')
      .flatMap(({ rater, userId }) => [rater.id, ...rater.otherIds].map((id): [string, string] => [id, userId])),
  );
  const known = new Map(current);
  const moved: MappedAnswers['moved'] = [];
  for (const event of answers) {
    const raterId = newIds.get(event.raterId) ?? event.raterId;
    if (raterId === event.raterId) continue;
    const to = responseKey({ promptId: event.promptId, raterId });
    const other = known.get(to);
    moved.push({ from: event, to });
    const isNewer = other === undefined || other.status === 'deleted' || other.updatedAt < event.updatedAt;
    if (isNewer) known.set(to, { ...event, raterId });
    known.delete(responseKey(event));
  }
  return { known, moved };
}

export interface RestorePlan {
  /** Records to write, in push order; those that are complete on the server are not among them. */
  write: AnsweredRecord[];
  /** Answers among them. */
  answers: number;
  /** Answers that the server has as the log knows them. */
  there: number;
  /** Answers on the server that the log does not know. */
  unknown: number;
  /** Submitted answers without a value, which the server would refuse; they stay in the log. */
  withoutValue: number;
}

/**
 * What has to be written so that every answer is back; pure. Where the server holds an answer of a rater on a record,
 * none is written: it is either the same, or one that was given since. But a version that is older than the one the very
 * same record had is that of an old copy of the database, and gives way.
 */
export function planRestore(
  records: readonly RecordSnapshot[],
  known: ReadonlyMap<string, ResponseEvent>,
  held: readonly ListedRecord[],
  { question, datasetId }: { question: string; datasetId: string | null },
): RestorePlan {
  const stored = new Map(held.map((record) => [record.promptId, record]));
  const given = groupBy(
    [...known.values()].filter(({ status }) => status !== 'deleted'),
    ({ promptId }) => promptId,
  );
  const plan: RestorePlan = { write: [], answers: 0, there: 0, unknown: 0, withoutValue: 0 };
  for (const { promptId, prompt, metadata } of records) {
    const record = stored.get(promptId);
    const responses = new Map(record?.responses.map((response) => [response.userId, response]));
    const missing = (given.get(promptId) ?? []).filter((event) => {
      const there = responses.get(event.raterId);
      return there === undefined || isOutdated(there, event, { datasetId, recordId: record?.recordId });
    });
    const answers = missing.flatMap((event) => toDraft(event, question));
    plan.withoutValue += missing.length - answers.length;
    plan.answers += answers.length;
    if (record !== undefined && answers.length === 0) continue;
    plan.write.push({ externalId: promptId, content: record === undefined ? { prompt, metadata } : null, answers });
  }
  for (const { promptId, responses } of held) {
    for (const { userId, status, value } of responses) {
      const event = known.get(responseKey({ promptId, raterId: userId }));
      if (event === undefined || event.status === 'deleted') plan.unknown += 1;
      else if (event.status === status && event.value === value) plan.there += 1;
    }
  }
  return plan;
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
    (there.status !== known.status || there.value !== known.value)
  );
}

function toDraft({ raterId, status, value }: ResponseEvent, question: string): AnswerDraft[] {
  if (!isStillGiven(status) || (status === 'submitted' && value === null)) return [];
  return [{ userId: raterId, status, values: value === null ? {} : { [question]: { value } } }];
}

function isStillGiven(status: ResponseEvent['status']): status is ResponseStatus {
  return status !== 'deleted';
}

/**
 * The versions that tell the log of answers which went to another id: the old one is gone, because the new one is on the
 * server. Pure.
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
