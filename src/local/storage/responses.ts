import { notFound } from '../http/api-error.ts';
import { canonicalJson, parseJson, RawJson, renderJson } from '../http/json.ts';
import { groupBy } from './group-by.ts';
import type { Tx } from './store.ts';

export type ResponseStatus = 'submitted' | 'discarded' | 'draft';

export interface Response {
  id: string;
  values: RawJson;
  status: ResponseStatus;
  record_id: string;
  user_id: string;
  inserted_at: string;
  updated_at: string;
}

interface ResponseRow {
  id: string;
  answers: string;
  status: ResponseStatus;
  record_id: string;
  user_id: string;
  inserted_at: string;
  updated_at: string;
}

export interface Answer {
  status: ResponseStatus;
  values: Record<string, { value: unknown }>;
}

const columns = 'id, answers, status, record_id, user_id, inserted_at, updated_at';

function toResponse(row: ResponseRow): Response {
  const { id, answers, status, record_id, user_id, inserted_at, updated_at } = row;
  return { id, values: new RawJson(answers), status, record_id, user_id, inserted_at, updated_at };
}

export function findResponse(tx: Tx, recordId: string, userId: string): Response | undefined {
  const row = tx.get<ResponseRow>(
    `SELECT ${columns} FROM responses WHERE record_id = ? AND user_id = ?`,
    recordId,
    userId,
  );
  return row === undefined ? undefined : toResponse(row);
}

export function getResponse(tx: Tx, id: string): Response {
  const row = tx.get<ResponseRow>(`SELECT ${columns} FROM responses WHERE id = ?`, id);
  if (row === undefined) throw notFound(`Response with id \`${id}\` not found`);
  return toResponse(row);
}

/** Answers by record, oldest first; only those of `userId` if given. */
export function listResponses(tx: Tx, recordIds: string[], userId?: string): Map<string, Response[]> {
  const rows = tx.all<ResponseRow>(
    `SELECT ${columns} FROM responses WHERE record_id IN (SELECT value FROM json_each(?))
       ${userId === undefined ? '' : 'AND user_id = ?'} ORDER BY seq`,
    JSON.stringify(recordIds),
    ...(userId === undefined ? [] : [userId]),
  );
  return groupBy(rows, ({ record_id }) => record_id, toResponse);
}

/** When an answer of a batch was made and last written. */
export interface AnswerTimes {
  insertedAt: string;
  /** `updated_at` of an answer that is new. */
  newAt: string;
  /** `updated_at` of an answer that was there. */
  replacedAt: string;
}

/** Times for the answers of a batch, one after the other. As in Argilla, all have the same `updated_at`. */
export function timesOfBatch(tx: Tx): () => AnswerTimes {
  let first: AnswerTimes | null = null;
  return () => {
    const insertedAt = tx.now();
    if (first !== null) return { ...first, insertedAt };
    first = { insertedAt, newAt: insertedAt, replacedAt: tx.now() };
    return first;
  };
}

/** Writes a user's single answer to a record. It replaces an older one and always sets a new `updated_at`. */
export function upsertResponse(
  tx: Tx,
  { recordId, userId }: { recordId: string; userId: string },
  { status, values }: Answer,
  { insertedAt, newAt, replacedAt }: AnswerTimes,
): void {
  tx.run(
    `INSERT INTO responses (id, answers, status, record_id, user_id, inserted_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (record_id, user_id) DO UPDATE SET answers = excluded.answers, status = excluded.status,
       updated_at = ?`,
    tx.newId(),
    renderJson(values),
    status,
    recordId,
    userId,
    insertedAt,
    newAt,
    replacedAt,
  );
}

/** Writes an edit. `updated_at` does not change if values and status are the same. */
export function updateResponse(tx: Tx, response: Response, { status, values }: Answer): void {
  const isSame = status === response.status && canonicalJson(values) === canonicalJson(parseJson(response.values.text));
  if (isSame) return;
  tx.run(
    'UPDATE responses SET answers = ?, status = ?, updated_at = ? WHERE id = ?',
    renderJson(values),
    status,
    tx.now(),
    response.id,
  );
}

export function deleteResponse(tx: Tx, id: string): void {
  tx.run('DELETE FROM responses WHERE id = ?', id);
}

/** Records that a user answered in a dataset. This outlives the answer, for `/progress`. */
export function addDatasetUser(tx: Tx, datasetId: string, userId: string): void {
  tx.run('INSERT INTO dataset_users (dataset_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING', datasetId, userId);
}
