import { z } from 'zod';
import { UnsafeError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { Connection } from './connection.ts';
import { getDataset } from './datasets.ts';
import { ArgillaHttpError } from './http-error.ts';

export interface RefusedRecord {
  externalId: string;
  why: string;
}

/** Throws UnsafeError `dataset_is_draft`: records in a draft break the dataset for good. */
export async function assertReady(connection: Connection, datasetId: string): Promise<void> {
  if ((await getDataset(connection, datasetId)).status === 'ready') return;
  throw new UnsafeError(
    'dataset_is_draft',
    'The dataset is not published yet; records in a draft would break it for good.',
    {
      hint: prankCommand('deploy'),
    },
  );
}

/**
 * Writes a batch and returns the records that the server rejects. The server accepts a whole batch or nothing, so a
 * rejected batch is halved until the bad records are isolated.
 */
export async function writeHalving<T extends { externalId: string }>(
  batch: T[],
  put: (part: T[]) => Promise<void>,
): Promise<RefusedRecord[]> {
  if (batch.length === 0) return [];
  try {
    await put(batch);
    return [];
  } catch (error) {
    if (!(error instanceof ArgillaHttpError) || error.status !== 422) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) return [{ externalId: only.externalId, why: error.message }];
    const middle = Math.ceil(batch.length / 2);
    const first = await writeHalving(batch.slice(0, middle), put);
    return [...first, ...(await writeHalving(batch.slice(middle), put))];
  }
}

/** Upserts records, each given as JSON text. Safe to repeat. */
export async function putRecords(connection: Connection, datasetId: string, items: readonly string[]): Promise<void> {
  const path = `/datasets/${datasetId}/records/bulk`;
  await connection.request({ method: 'PUT', path, body: `{"items":[${items.join(',')}]}`, schema: z.unknown() });
}
