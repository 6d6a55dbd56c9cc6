import type { Tx } from './tx.ts';

/** A rater of a workspace, as the organizer sees them. */
export interface Person {
  id: string;
  username: string;
  joined_at: string;
  /** false = removed. Their answers stay. */
  is_member: boolean;
  submitted: number;
  discarded: number;
  /** Whether they asked for prompts in the last five minutes. */
  is_active: boolean;
}

const activeMs = 5 * 60_000;

/** Annotators who are in a workspace, were removed from it, or have answers in it; oldest account first. */
export function listPeople(tx: Tx, workspaceId: string, nowMs: number): Person[] {
  const rows = tx.all<Omit<Person, 'is_member' | 'is_active'> & { is_member: number; is_active: number }>(
    `WITH sums AS (
       SELECT user_id, status, sum(count) AS count FROM answer_counts
       WHERE dataset_id IN (SELECT id FROM datasets WHERE workspace_id = ?) GROUP BY user_id, status)
     SELECT users.id, username, users.inserted_at AS joined_at,
       EXISTS (SELECT 1 FROM workspace_users WHERE workspace_id = ? AND user_id = users.id) AS is_member,
       coalesce((SELECT count FROM sums WHERE user_id = users.id AND status = 'submitted'), 0) AS submitted,
       coalesce((SELECT count FROM sums WHERE user_id = users.id AND status = 'discarded'), 0) AS discarded,
       EXISTS (SELECT 1 FROM askers JOIN datasets ON datasets.id = dataset_id
         WHERE workspace_id = ? AND user_id = users.id AND at_ms > ?) AS is_active
     FROM users WHERE role = 'annotator' AND (
       users.id IN (SELECT user_id FROM workspace_users WHERE workspace_id = ?)
       OR users.id IN (SELECT user_id FROM sums WHERE count > 0)
       OR EXISTS (SELECT 1 FROM meta WHERE key = 'removed:' || ? || ':' || users.id))
     ORDER BY users.seq`,
    workspaceId,
    workspaceId,
    workspaceId,
    nowMs - activeMs,
    workspaceId,
    workspaceId,
  );
  return rows.map((row) => ({ ...row, is_member: row.is_member === 1, is_active: row.is_active === 1 }));
}
