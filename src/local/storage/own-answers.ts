import { RawJson } from '../http/json.ts';
import type { ResponseStatus } from './responses.ts';
import type { Tx } from './tx.ts';

export interface OwnAnswer {
  record_id: string;
  fields: RawJson;
  status: Exclude<ResponseStatus, 'draft'>;
  values: RawJson;
  inserted_at: string;
  updated_at: string;
}

/** One page at a time, so that nobody waits for a rater with many answers. */
const pageSize = 200;

/**
 * A rater's own answers with their prompts, in the order of the records; drafts, which were taken back, are left out.
 * `next` is what to ask with for the next page; null = this is the last one.
 */
export function listOwnAnswers(
  tx: Tx,
  { datasetId, userId, after }: { datasetId: string; userId: string; after: number },
): { items: OwnAnswer[]; next: number | null } {
  const rows = tx.all<{
    seq: number;
    id: string;
    fields: string;
    status: OwnAnswer['status'];
    answers: string;
    inserted_at: string;
    updated_at: string;
  }>(
    `SELECT record_seq AS seq, records.id, fields, responses.status, answers, responses.inserted_at, responses.updated_at
     FROM responses CROSS JOIN records ON records.seq = record_seq
     WHERE user_id = ? AND record_seq > ? AND responses.status <> 'draft' AND dataset_id = ?
     ORDER BY record_seq LIMIT ?`,
    userId,
    after,
    datasetId,
    pageSize,
  );
  const items = rows.map(({ id, fields, status, answers, inserted_at, updated_at }) => ({
    record_id: id,
    fields: new RawJson(fields),
    status,
    values: new RawJson(answers),
    inserted_at,
    updated_at,
  }));
  return { items, next: rows.length < pageSize ? null : (rows.at(-1)?.seq ?? null) };
}
