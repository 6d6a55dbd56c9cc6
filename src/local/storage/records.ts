import { notFound } from '../http/api-error.ts';
import { RawJson } from '../http/json.ts';
import { addWords, replaceWords } from './record-words.ts';
import { listResponses, type Response } from './responses.ts';
import type { Tx } from './store.ts';
import { listSuggestions, type Suggestion } from './suggestions.ts';

export type RecordStatus = 'pending' | 'completed';

export interface StoredRecord {
  seq: number;
  id: string;
  status: RecordStatus;
  fields: string;
  metadata: string | null;
  external_id: string | null;
  dataset_id: string;
  inserted_at: string;
  updated_at: string;
}

/** A record as the API returns it. Parts that were not requested are absent. */
export interface ArgillaRecord {
  id: string;
  status: RecordStatus;
  fields: RawJson;
  metadata: RawJson | null;
  external_id: string | null;
  responses?: Response[];
  suggestions?: Suggestion[];
  vectors?: Record<string, never>;
  dataset_id: string;
  inserted_at: string;
  updated_at: string;
}

/** Parts to return with a record. `responsesOf` limits the answers to one user. */
export interface Include {
  responses: boolean;
  suggestions: boolean;
  vectors: boolean;
  responsesOf?: string;
}

export const everything: Include = { responses: true, suggestions: true, vectors: true };
export const nothing: Include = { responses: false, suggestions: false, vectors: false };

export const recordColumns = 'seq, id, status, fields, metadata, external_id, dataset_id, inserted_at, updated_at';

export function findRecord(tx: Tx, id: string): StoredRecord | undefined {
  return tx.get<StoredRecord>(`SELECT ${recordColumns} FROM records WHERE id = ?`, id);
}

export function getRecord(tx: Tx, id: string): StoredRecord {
  const record = findRecord(tx, id);
  if (record === undefined) throw notFound(`Record with id \`${id}\` not found`);
  return record;
}

export function findRecordIn(
  tx: Tx,
  datasetId: string,
  column: 'id' | 'external_id',
  value: string,
): StoredRecord | undefined {
  return tx.get<StoredRecord>(
    `SELECT ${recordColumns} FROM records WHERE dataset_id = ? AND ${column} = ?`,
    datasetId,
    value,
  );
}

export function listRecords(tx: Tx, datasetId: string, offset: number, limit: number): StoredRecord[] {
  return tx.all<StoredRecord>(
    `SELECT ${recordColumns} FROM records WHERE dataset_id = ? ORDER BY seq LIMIT ? OFFSET ?`,
    datasetId,
    limit,
    Math.max(0, offset),
  );
}

export function countRecords(tx: Tx, datasetId: string, status?: RecordStatus): number {
  const only = status === undefined ? '' : ' AND status = ?';
  const sql = `SELECT coalesce(sum(count), 0) AS count FROM record_counts WHERE dataset_id = ?${only}`;
  return tx.get<{ count: number }>(sql, datasetId, ...(status === undefined ? [] : [status]))?.count ?? 0;
}

/** Reads the requested parts of many records at once. */
export function toWireRecords(tx: Tx, records: StoredRecord[], include: Include): ArgillaRecord[] {
  const ids = [...new Set(records.map(({ id }) => id))];
  const responses = include.responses ? listResponses(tx, ids, include.responsesOf) : undefined;
  const suggestions = include.suggestions ? listSuggestions(tx, ids) : undefined;
  return records.map((record) => ({
    id: record.id,
    status: record.status,
    fields: new RawJson(record.fields),
    metadata: record.metadata === null ? null : new RawJson(record.metadata),
    external_id: record.external_id,
    ...(responses === undefined ? {} : { responses: responses.get(record.id) ?? [] }),
    ...(suggestions === undefined ? {} : { suggestions: suggestions.get(record.id) ?? [] }),
    ...(include.vectors ? { vectors: {} } : {}),
    dataset_id: record.dataset_id,
    inserted_at: record.inserted_at,
    updated_at: record.updated_at,
  }));
}

export function toWireRecord(tx: Tx, record: StoredRecord, include: Include): ArgillaRecord {
  const [wire] = toWireRecords(tx, [record], include);
  if (wire === undefined) throw new Error('a record became none');
  return wire;
}

export interface NewRecord {
  fields: string;
  metadata: string | null;
  external_id: string | null;
  dataset_id: string;
}

export function insertRecord(tx: Tx, record: NewRecord): string {
  const id = tx.newId();
  const now = tx.now();
  tx.run(
    `INSERT INTO records (id, external_id, fields, metadata, status, dataset_id, inserted_at, updated_at)
     VALUES (?, ?, ?, ?, 'pending', ?, ?, ?)`,
    id,
    record.external_id,
    record.fields,
    record.metadata,
    record.dataset_id,
    now,
    now,
  );
  addWords(tx, getRecord(tx, id));
  return id;
}

export function updateRecordContent(tx: Tx, id: string, fields: string, metadata: string | null): void {
  const before = getRecord(tx, id);
  tx.run('UPDATE records SET fields = ?, metadata = ?, updated_at = ? WHERE id = ?', fields, metadata, tx.now(), id);
  if (before.fields !== fields) replaceWords(tx, { ...before, fields });
}

/** Updates a record's status from its submitted answers. `updated_at` changes only if the status does. */
export function recomputeStatus(tx: Tx, recordId: string, minSubmitted: number): void {
  const submitted = tx.get<{ count: number }>(
    `SELECT count(*) AS count FROM responses WHERE record_id = ? AND status = 'submitted'`,
    recordId,
  );
  const status: RecordStatus = (submitted?.count ?? 0) >= minSubmitted ? 'completed' : 'pending';
  const before = tx.get<{ status: RecordStatus }>('SELECT status FROM records WHERE id = ?', recordId);
  if (before === undefined || before.status === status) return;
  tx.run('UPDATE records SET status = ?, updated_at = ? WHERE id = ?', status, tx.now(), recordId);
}

/** Recomputes the status of all answered records of a dataset after its overlap changed. */
export function recomputeStatuses(tx: Tx, datasetId: string, minSubmitted: number): void {
  const answered = tx.all<{ id: string }>(
    'SELECT id FROM records WHERE dataset_id = ? AND id IN (SELECT record_id FROM responses)',
    datasetId,
  );
  for (const { id } of answered) recomputeStatus(tx, id, minSubmitted);
}

export function deleteRecords(tx: Tx, datasetId: string, ids: string[]): void {
  for (const id of ids) tx.run('DELETE FROM records WHERE dataset_id = ? AND id = ?', datasetId, id);
}
