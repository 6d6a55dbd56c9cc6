import { pMapIterable } from 'p-map';
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

/** Takes the records of a listing one by one. */
export interface RecordVisitor {
  add(record: ArgillaRecord): void;
}

/** Every record of the dataset, as `visitRecords` reads them. */
export async function listRecords(
  connection: Connection,
  datasetId: string,
  options: ListOptions,
): Promise<ArgillaRecord[]> {
  return (await visitRecords(connection, datasetId, options, keepAll)).records;
}

function keepAll(): RecordVisitor & { records: ArgillaRecord[] } {
  const records: ArgillaRecord[] = [];
  return { records, add: (record) => void records.push(record) };
}

/**
 * Shows every record of the dataset to a visitor, in the order of the push, and holds no more than a few pages. Reads
 * the database, because the search index can be out of date. Deletions shift later pages, so if the pages disagree,
 * everything is read again with a new visitor. Returns the one that saw each record exactly once.
 */
export async function visitRecords<T extends RecordVisitor>(
  connection: Connection,
  datasetId: string,
  options: ListOptions,
  start: () => T,
): Promise<T> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const visitor = start();
    if (await visitOnce(connection, datasetId, options, visitor)) return visitor;
  }
  throw new RemoteError('records_keep_changing', 'Records are being added or deleted while prank reads them.');
}

/** false if the pages don't fit together: the total changed, a record appears twice, or one is missing. */
async function visitOnce(
  connection: Connection,
  datasetId: string,
  { withResponses, onProgress }: ListOptions,
  visitor: RecordVisitor,
): Promise<boolean> {
  const ids = new Set<string>();
  const take = ({ items }: ArgillaRecordPage): boolean => {
    for (const record of items) {
      if (ids.has(record.id)) return false;
      ids.add(record.id);
      visitor.add(record);
    }
    return true;
  };
  const first = await getPage(connection, datasetId, 0, withResponses);
  const { total } = first;
  if (!take(first)) return false;
  onProgress?.(ids.size, total);
  const offsets: number[] = [];
  for (let offset = pageSize; offset < total; offset += pageSize) offsets.push(offset);
  const load = (offset: number): Promise<ArgillaRecordPage> => getPage(connection, datasetId, offset, withResponses);
  for await (const page of pMapIterable(offsets, load, { concurrency: connections })) {
    if (page.total !== total || !take(page)) return false;
    onProgress?.(ids.size, total);
  }
  return ids.size === total;
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
