import { notFound } from '../http/api-error.ts';
import { RawJson, renderJson } from '../http/json.ts';
import { groupBy } from './group-by.ts';
import type { Tx } from './store.ts';

export interface Suggestion {
  id: string;
  question_id: string;
  type: string | null;
  value: RawJson;
  agent: string | null;
  score: RawJson | null;
  inserted_at: string;
  updated_at: string;
}

interface SuggestionRow extends Omit<Suggestion, 'value' | 'score'> {
  value: string;
  score: string | null;
  record_id: string;
}

export interface NewSuggestion {
  question_id: string;
  value: unknown;
  type?: string | null | undefined;
  agent?: string | null | undefined;
  /** JSON: a number with its decimal point, or a list of such numbers. */
  score?: RawJson | null | undefined;
}

const columns = 'id, question_id, type, value, agent, score, record_id, inserted_at, updated_at';

function toSuggestion(row: SuggestionRow): Suggestion {
  const { id, question_id, type, agent, inserted_at, updated_at } = row;
  const score = row.score === null ? null : new RawJson(row.score);
  return { question_id, type, value: new RawJson(row.value), agent, score, id, inserted_at, updated_at };
}

/** Suggestions by record, oldest first. */
export function listSuggestions(tx: Tx, recordIds: string[]): Map<string, Suggestion[]> {
  const rows = tx.all<SuggestionRow>(
    `SELECT ${columns} FROM suggestions WHERE record_id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    JSON.stringify(recordIds),
  );
  return groupBy(rows, ({ record_id }) => record_id, toSuggestion);
}

/** A suggestion and the id of its record. Throws 404. */
export function getSuggestion(tx: Tx, id: string): { suggestion: Suggestion; recordId: string } {
  const row = tx.get<SuggestionRow>(`SELECT ${columns} FROM suggestions WHERE id = ?`, id);
  if (row === undefined) throw notFound(`Suggestion with id \`${id}\` not found`);
  return { suggestion: toSuggestion(row), recordId: row.record_id };
}

/** Writes the single suggestion for a record and question. Values that are not given become null. */
export function upsertSuggestion(tx: Tx, recordId: string, suggestion: NewSuggestion): void {
  const now = tx.now();
  tx.run(
    `INSERT INTO suggestions (id, value, score, agent, type, record_id, question_id, inserted_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (record_id, question_id) DO UPDATE SET value = excluded.value, score = excluded.score,
       agent = excluded.agent, type = excluded.type, updated_at = excluded.updated_at`,
    tx.newId(),
    renderJson(suggestion.value),
    suggestion.score?.text ?? null,
    suggestion.agent ?? null,
    suggestion.type ?? null,
    recordId,
    suggestion.question_id,
    now,
    now,
  );
}

export function deleteSuggestions(tx: Tx, recordId: string, ids?: string[]): void {
  if (ids === undefined) tx.run('DELETE FROM suggestions WHERE record_id = ?', recordId);
  for (const id of ids ?? []) tx.run('DELETE FROM suggestions WHERE record_id = ? AND id = ?', recordId, id);
}
