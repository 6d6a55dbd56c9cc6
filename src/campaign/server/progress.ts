import type { Connection } from '../../argilla/connection.ts';
import { getIndexProgress, listUserProgress } from '../../argilla/progress.ts';
import { countRecords } from '../../argilla/records.ts';
import type { Emit, Task } from '../../model.ts';
import type { KnownServer } from './known-server.ts';
import { locateDataset } from './locate-dataset.ts';

/** What the server has now, counted in its database, except for `index`. */
export interface ServerProgress {
  /** Records in Argilla. */
  live: number;
  /** `responses` = submitted answers; `answers` = answers of any status. */
  responses: number;
  answers: number;
  /** People with an answer of any status. */
  raters: number;
  /** Number of submitted answers that complete a record on the server. */
  overlap: number;
  /** Counts of the search index, which decides what raters see. They can lag behind. */
  index: { records: number; completed: number };
}

/**
 * Counts in five calls, however large the dataset is; null if it is not published yet. Throws UsageError `not_deployed`
 * and UnsafeError `server_was_reset`.
 */
export async function readServerProgress(
  connection: Connection,
  task: Task,
  known: KnownServer | null,
  emit: Emit,
): Promise<ServerProgress | null> {
  const { dataset } = await locateDataset(connection, task, { known, acceptNew: false }, emit);
  if (dataset.status === 'draft') return null;
  const { id, minSubmitted } = dataset;
  const { total, completed } = await getIndexProgress(connection, id);
  const users = await listUserProgress(connection, id);
  const submitted = users.reduce((sum, user) => sum + user.submitted, 0);
  return {
    live: await countRecords(connection, id),
    responses: submitted,
    answers: users.reduce((sum, { discarded, draft }) => sum + discarded + draft, submitted),
    raters: users.length,
    overlap: minSubmitted,
    index: { records: total, completed },
  };
}
