import type { Filter } from '../bodies/search.ts';
import type { Tx } from '../storage/store.ts';

/** What a rater asks for: by status of the records, and of their own answers; null = any. `pending` = not answered. */
export interface OwnStatuses {
  record: ReadonlySet<string> | null;
  response: ReadonlySet<string> | null;
}

/** null if the filters are about anything else, or about the same thing twice. */
export function readOwnStatuses(filters: readonly Filter[]): OwnStatuses | null {
  const read: OwnStatuses = { record: null, response: null };
  for (const filter of filters) {
    const kind = filter.type === 'terms' ? statusKind(filter) : null;
    if (kind === null || filter.type !== 'terms' || read[kind] !== null) return null;
    read[kind] = new Set(filter.values);
  }
  return read;
}

function statusKind({ scope }: Filter): keyof OwnStatuses | null {
  if (scope.entity === 'record') return scope.property === 'status' ? 'record' : null;
  return scope.entity === 'response' && typeof scope.question !== 'string' ? 'response' : null;
}

/** How many records have these statuses, from the counters. */
export function countOwn(
  tx: Tx,
  { datasetId, userId }: { datasetId: string; userId: string },
  { record, response }: OwnStatuses,
): number {
  const isWanted = (status: string) => record === null || record.has(status);
  const records = tx
    .all<{ status: string; count: number }>('SELECT status, count FROM record_counts WHERE dataset_id = ?', datasetId)
    .filter(({ status }) => isWanted(status));
  const answers = tx
    .all<{ record_status: string; status: string; count: number }>(
      'SELECT record_status, status, count FROM answer_counts WHERE dataset_id = ? AND user_id = ?',
      datasetId,
      userId,
    )
    .filter((row) => isWanted(row.record_status));
  if (response === null) return sum(records);
  const answered = sum(answers.filter(({ status }) => response.has(status)));
  return response.has('pending') ? sum(records) - sum(answers) + answered : answered;
}

function sum(rows: { count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
