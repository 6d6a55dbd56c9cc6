import { z } from 'zod';
import type { Connection } from './connection.ts';
import { listDatasets } from './datasets.ts';

export interface IndexProgress {
  total: number;
  completed: number;
  pending: number;
}

/** Counts from the search index, which can lag behind the database. Returns 500 for a half-made dataset. */
export async function getIndexProgress(connection: Connection, datasetId: string): Promise<IndexProgress> {
  const schema = z.object({ total: z.int(), completed: z.int(), pending: z.int() });
  return connection.request({ method: 'GET', path: `/datasets/${datasetId}/progress`, schema });
}

export interface UserProgress {
  username: string;
  submitted: number;
  discarded: number;
  draft: number;
}

const counts = z.object({ submitted: z.int(), discarded: z.int(), draft: z.int() });
const users = z.object({ users: z.array(z.object({ username: z.string(), completed: counts, pending: counts })) });

/** Answers per user, from the database; only users with at least one answer. */
export async function listUserProgress(connection: Connection, datasetId: string): Promise<UserProgress[]> {
  const answer = await connection.request({
    method: 'GET',
    path: `/datasets/${datasetId}/users/progress`,
    schema: users,
  });
  return answer.users.map(({ username, completed, pending }) => ({
    username,
    submitted: completed.submitted + pending.submitted,
    discarded: completed.discarded + pending.discarded,
    draft: completed.draft + pending.draft,
  }));
}

/** Number of answers of any status in the database. */
export async function countAnswers(connection: Connection, datasetId: string): Promise<number> {
  const progress = await listUserProgress(connection, datasetId);
  return progress.reduce((sum, { submitted, discarded, draft }) => sum + submitted + discarded + draft, 0);
}

/** Usernames with an answer of any status in any published dataset on the server except `exceptId`. */
export async function listAnsweringUsernames(connection: Connection, exceptId: string | null): Promise<Set<string>> {
  const usernames = new Set<string>();
  for (const { id, status } of await listDatasets(connection)) {
    if (status === 'draft' || id === exceptId) continue;
    for (const { username } of await listUserProgress(connection, id)) usernames.add(username);
  }
  return usernames;
}
