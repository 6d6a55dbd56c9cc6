import { z } from 'zod';
import type { Connection } from './connection.ts';
import { type WireRecord, wireRecord } from './wire.ts';

/** Records as the search index has them, by record id: that is what raters are served from. */
export interface IndexView {
  pending: ReadonlySet<string>;
  completed: ReadonlySet<string>;
  /** With an answer of anybody, of any status. */
  answered: ReadonlySet<string>;
}

const pageSize = 1_000;
const wireFound = z.object({
  items: z.array(z.object({ record: z.object({ id: wireRecord.shape.id }) })),
  total: z.int(),
});

/** Asks the index, page by page. A dataset that was published halfway answers 500. */
export async function readIndex(connection: Connection, datasetId: string): Promise<IndexView> {
  const list = (entity: 'record' | 'response', values: string[]): Promise<Set<string>> =>
    search(connection, datasetId, { type: 'terms', scope: { entity, property: 'status' }, values });
  return {
    pending: await list('record', ['pending']),
    completed: await list('record', ['completed']),
    answered: await list('response', ['submitted', 'discarded', 'draft']),
  };
}

async function search(connection: Connection, datasetId: string, filter: object): Promise<Set<string>> {
  const ids = new Set<string>();
  // Without an order of our own, the engine's own changes from page to page.
  const sort = [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'asc' }];
  for (let offset = 0; ; offset += pageSize) {
    const { items, total } = await connection.request({
      method: 'POST',
      path: `/datasets/${datasetId}/records/search`,
      query: { offset, limit: pageSize },
      body: { filters: { and: [filter] }, sort },
      schema: wireFound,
      repeatable: true,
    });
    for (const { record } of items) ids.add(record.id);
    if (items.length === 0 || offset + pageSize >= total) return ids;
  }
}

/** Records whose place in the index is not what the database says, in the order of the listing; pure. */
export function findDrift(records: readonly WireRecord[], index: IndexView): WireRecord[] {
  return records.filter(({ id, status, responses = [] }) => {
    const other = status === 'pending' ? index.completed : index.pending;
    return !index[status].has(id) || other.has(id) || index.answered.has(id) !== responses.length > 0;
  });
}
