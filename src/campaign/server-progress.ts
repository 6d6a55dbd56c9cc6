import type { Connection } from '../argilla/connection.ts';
import { getIndexProgress, listUserProgress } from '../argilla/progress.ts';
import type { Task } from '../model.ts';
import { findLocated } from './locate-dataset.ts';

/** What the server has now. */
export interface ServerProgress {
  /** Records in Argilla, and those that have all their answers. */
  live: number;
  completed: number;
  /** Submitted, and of any status. */
  responses: number;
  answers: number;
  /** People with an answer of any status. */
  raters: number;
}

/** Counts in three calls, however large the dataset is; null when it is not deployed. */
export async function readServerProgress(connection: Connection, task: Task): Promise<ServerProgress | null> {
  const located = await findLocated(connection, task);
  if (located === null || located.dataset.status === 'draft') return null;
  const { total, completed } = await getIndexProgress(connection, located.dataset.id);
  const users = await listUserProgress(connection, located.dataset.id);
  const submitted = users.reduce((sum, user) => sum + user.submitted, 0);
  return {
    live: total,
    completed,
    responses: submitted,
    answers: users.reduce((sum, { discarded, draft }) => sum + discarded + draft, submitted),
    raters: users.length,
  };
}
