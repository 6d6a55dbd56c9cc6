import { z } from 'zod';
import type { Connection } from './connection.ts';
import type { ArgillaRecord } from './wire.ts';

/** The search index's view of the records, by record id. Raters are served from this index. */
export interface IndexView {
  pending: ReadonlySet<string>;
  completed: ReadonlySet<string>;
  /** Records with an answer by anybody, of any status. */
  answered: ReadonlySet<string>;
}

const pageSize = 1_000;
const wireFound = z.object({
  items: z.array(z.object({ record: z.object({ id: z.string().min(1) }) })),
  total: z.int(),
});

/** Reads the index page by page. For a half-published dataset the server returns 500. */
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
  // Without an explicit order, the engine's own order changes from page to page.
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

/** Records for which the index disagrees with the database, in listing order. Pure. */
export function findDrift(records: readonly ArgillaRecord[], index: IndexView): ArgillaRecord[] {
  return records.filter(({ id, status, responses = [] }) => {
    const other = status === 'pending' ? index.completed : index.pending;
    return !index[status].has(id) || other.has(id) || index.answered.has(id) !== responses.length > 0;
  });
}
