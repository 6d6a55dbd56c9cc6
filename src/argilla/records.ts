import pMap from 'p-map';
import { z } from 'zod';
import { RemoteError } from '../lib/errors.ts';
import type { Connection } from './connection.ts';
import { type ArgillaRecord, type ArgillaRecordPage, wireRecordPage } from './wire.ts';

export interface ListOptions {
  withResponses: boolean;
  onProgress?: (done: number, total: number) => void;
}

const pageSize = 1_000;
const connections = 3;
const maxAttempts = 4;

/**
 * Every record of the dataset, in the order of the push, from the database, because the search index can be out of
 * date. Deletions shift later pages, so if the pages disagree, the listing is discarded and read again.
 */
export async function listRecords(
  connection: Connection,
  datasetId: string,
  options: ListOptions,
): Promise<ArgillaRecord[]> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const records = await listOnce(connection, datasetId, options);
    if (records !== null) return records;
  }
  throw new RemoteError('records_keep_changing', 'Records are being added or deleted while prank reads them.');
}

/** null if the pages don't fit together: the total changed, a record appears twice, or one is missing. */
async function listOnce(
  connection: Connection,
  datasetId: string,
  options: ListOptions,
): Promise<ArgillaRecord[] | null> {
  const first = await getPage(connection, datasetId, 0, options.withResponses);
  const offsets: number[] = [];
  for (let offset = pageSize; offset < first.total; offset += pageSize) offsets.push(offset);
  let done = first.items.length;
  options.onProgress?.(done, first.total);
  const rest = await pMap(
    offsets,
    async (offset) => {
      const page = await getPage(connection, datasetId, offset, options.withResponses);
      done += page.items.length;
      options.onProgress?.(done, first.total);
      return page;
    },
    { concurrency: connections },
  );
  const pages = [first, ...rest];
  const records = pages.flatMap(({ items }) => items);
  const distinct = new Set(records.map(({ id }) => id)).size;
  const fits =
    pages.every(({ total }) => total === first.total) && distinct === records.length && distinct === first.total;
  return fits ? records : null;
}

async function getPage(
  connection: Connection,
  datasetId: string,
  offset: number,
  withResponses: boolean,
): Promise<ArgillaRecordPage> {
  const query = { offset, limit: pageSize, ...(withResponses ? { include: 'responses' } : {}) };
  return connection.request({ method: 'GET', path: `/datasets/${datasetId}/records`, query, schema: wireRecordPage });
}

/** Number of records in the database. */
export async function countRecords(connection: Connection, datasetId: string): Promise<number> {
  const schema = z.object({ total: z.int() });
  const query = { offset: 0, limit: 1 };
  return (await connection.request({ method: 'GET', path: `/datasets/${datasetId}/records`, query, schema })).total;
}

/** Deletes records with their answers, 100 per call. Ignores ids that are already gone. */
export async function deleteRecords(connection: Connection, datasetId: string, ids: string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += 100) {
    const query = { ids: ids.slice(start, start + 100).join(',') };
    await connection.request({ method: 'DELETE', path: `/datasets/${datasetId}/records`, query, schema: z.unknown() });
  }
}
