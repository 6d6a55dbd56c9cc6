import { canonicalJson, parseJson, renderJson } from '../http/json.ts';
import type { Dataset } from './datasets.ts';
import { getRecord, insertRecord, recomputeStatus, type StoredRecord, updateRecordContent } from './records.ts';
import { addDatasetUser, type Answer, type AnswerTimes, upsertResponse } from './responses.ts';
import type { Tx } from './store.ts';
import { deleteSuggestions, type NewSuggestion, upsertSuggestion } from './suggestions.ts';

/** A validated record and what was sent with it. Absent keys leave stored values unchanged. */
export interface WrittenRecord {
  fields?: Record<string, unknown> | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  external_id?: string | null | undefined;
  suggestions?: NewSuggestion[] | null | undefined;
  responses?: (Answer & { user_id: string })[] | null | undefined;
}

/** Creates a record, or updates `stored`. `updated_at` changes only if content or status does. Returns its id. */
export function writeRecord(
  tx: Tx,
  dataset: Dataset,
  { item, stored }: { item: WrittenRecord; stored: StoredRecord | undefined },
  nextTimes: () => AnswerTimes,
): string {
  const id = stored === undefined ? createRecord(tx, dataset, item) : updateRecord(tx, item, stored);
  for (const suggestion of item.suggestions ?? []) upsertSuggestion(tx, id, suggestion);
  for (const answer of item.responses ?? []) {
    addDatasetUser(tx, dataset.id, answer.user_id);
    upsertResponse(tx, { recordId: id, userId: answer.user_id }, answer, nextTimes());
  }
  recomputeStatus(tx, id, dataset.distribution.min_submitted);
  return id;
}

function createRecord(tx: Tx, dataset: Dataset, { fields, metadata, external_id: externalId }: WrittenRecord): string {
  return insertRecord(tx, {
    fields: renderJson(fields),
    metadata: renderMetadata(metadata),
    external_id: externalId ?? null,
    dataset_id: dataset.id,
  });
}

function updateRecord(tx: Tx, { fields, metadata }: WrittenRecord, { id }: StoredRecord): string {
  // Read again, because an earlier item of the batch may have written the same record.
  const stored = getRecord(tx, id);
  const nextFields =
    fields === undefined || fields === null ? stored.fields : keepEqual(stored.fields, renderJson(fields));
  const nextMetadata = metadata === undefined ? stored.metadata : keepEqual(stored.metadata, renderMetadata(metadata));
  if (nextFields !== stored.fields || nextMetadata !== stored.metadata) {
    updateRecordContent(tx, id, nextFields ?? stored.fields, nextMetadata);
  }
  return id;
}

function renderMetadata(metadata: Record<string, unknown> | null | undefined): string | null {
  return metadata === null || metadata === undefined ? null : renderJson(metadata);
}

/** The stored text if both mean the same, ignoring key order and 1 versus 1.0. */
function keepEqual<Text extends string | null>(stored: Text, next: Text): Text {
  if (stored === null || next === null || stored === next) return next;
  return canonicalJson(parseJson(stored)) === canonicalJson(parseJson(next)) ? stored : next;
}

/** Replaces each part of a record that was sent. `updated_at` always changes. */
export function replaceContent(
  tx: Tx,
  record: StoredRecord,
  sent: Omit<WrittenRecord, 'external_id' | 'responses'>,
): void {
  const fields = sent.fields === undefined || sent.fields === null ? record.fields : renderJson(sent.fields);
  const metadata = sent.metadata === undefined ? record.metadata : renderMetadata(sent.metadata);
  if (sent.suggestions !== undefined) deleteSuggestions(tx, record.id);
  for (const suggestion of sent.suggestions ?? []) upsertSuggestion(tx, record.id, suggestion);
  updateRecordContent(tx, record.id, fields, metadata);
}
