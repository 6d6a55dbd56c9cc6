import type { RecordStatus } from './records.ts';
import type { ResponseStatus } from './responses.ts';
import { listParts } from './settings.ts';
import type { Tx } from './store.ts';

type Counts = Record<ResponseStatus, number>;

export type UserProgress = { username: string } & Record<RecordStatus, Counts>;

const none = (): Counts => ({ submitted: 0, discarded: 0, draft: 0 });

/** Everybody who ever answered in a dataset, in the order of their first answers. */
export function listAnswerers(tx: Tx, datasetId: string): { username: string }[] {
  return tx.all<{ username: string }>(
    `SELECT username FROM dataset_users JOIN users ON users.id = user_id WHERE dataset_id = ? ORDER BY dataset_users.seq`,
    datasetId,
  );
}

/** Numbers of answers by person, record status and answer status; oldest account first. */
export function listUsersProgress(tx: Tx, datasetId: string): UserProgress[] {
  const rows = tx.all<{ username: string; record: RecordStatus; response: ResponseStatus; count: number }>(
    `SELECT username, record_status AS record, status AS response, count
     FROM answer_counts JOIN users ON users.id = user_id WHERE dataset_id = ? AND count > 0 ORDER BY users.seq`,
    datasetId,
  );
  const byName = new Map<string, UserProgress>();
  for (const { username, record, response, count } of rows) {
    const known = byName.get(username) ?? { username, completed: none(), pending: none() };
    known[record][response] = count;
    byName.set(username, known);
  }
  return [...byName.values()];
}

export function countOwnAnswers(tx: Tx, datasetId: string, userId: string): Counts {
  const rows = tx.all<{ status: ResponseStatus; count: number }>(
    'SELECT status, sum(count) AS count FROM answer_counts WHERE user_id = ? AND dataset_id = ? GROUP BY status',
    userId,
    datasetId,
  );
  return { ...none(), ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
}

interface SuggestionAgents {
  question: { id: string; name: string };
  agents: string[];
}

/** Names of those who made suggestions, by question. */
export function listSuggestionAgents(tx: Tx, datasetId: string): SuggestionAgents[] {
  return listParts(tx, 'question', datasetId).map(({ id, name }) => ({
    question: { id, name },
    agents: tx
      .all<{ agent: string }>('SELECT DISTINCT agent FROM suggestions WHERE question_id = ? AND agent IS NOT NULL', id)
      .map(({ agent }) => agent),
  }));
}
