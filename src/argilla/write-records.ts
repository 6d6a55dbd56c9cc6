import type { MetadataType } from '../model.ts';
import type { Connection } from './connection.ts';
import { listUserProgress } from './progress.ts';
import { assertReady, putRecords, type RefusedRecord, writeHalving } from './put-records.ts';
import { findRecordFault, type RecordDraft, renderRecordJson } from './record-json.ts';

export interface WriteOptions {
  types: ReadonlyMap<string, MetadataType>;
  onProgress?: (done: number) => void;
}

/** Large batches over two connections fill an idle server fastest. They would lock out people at work. */
const quiet = { batchSize: 500, connections: 2 };
const busy = { batchSize: 100, connections: 1 };

/**
 * Upserts records by external id (PUT bulk, safe to repeat) and returns those that the server rejects. It accepts a
 * whole batch or nothing, so a rejected batch is halved until the bad records are isolated. Throws UnsafeError
 * `dataset_is_draft` before anything is sent: records in a draft break the dataset for good.
 */
export async function writeRecords(
  connection: Connection,
  datasetId: string,
  drafts: RecordDraft[],
  { types, onProgress }: WriteOptions,
): Promise<RefusedRecord[]> {
  await assertReady(connection, datasetId);
  const refused: RefusedRecord[] = [];
  const sound = drafts.filter((draft) => {
    const why = findRecordFault(draft, types);
    if (why !== null) refused.push({ externalId: draft.externalId, why });
    return why === null;
  });

  let next = 0;
  let done = refused.length;
  async function writeNext(batchSize: number): Promise<void> {
    const batch = sound.slice(next, next + batchSize);
    next += batch.length;
    refused.push(...(await writeHalving(batch, (part) => putBatch(connection, datasetId, part, types))));
    done += batch.length;
    onProgress?.(done);
  }

  let pace = quiet;
  while (next < sound.length) {
    if (pace === quiet && (await hasAnswers(connection, datasetId))) pace = busy;
    const { batchSize, connections } = pace;
    const started = Array.from({ length: connections }, () => writeNext(batchSize));
    // Wait until all have settled before throwing, so that nothing is written behind the caller's back.
    const failed = (await Promise.allSettled(started)).find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
  return refused.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1));
}

async function hasAnswers(connection: Connection, datasetId: string): Promise<boolean> {
  return (await listUserProgress(connection, datasetId)).length > 0;
}

async function putBatch(
  connection: Connection,
  datasetId: string,
  batch: RecordDraft[],
  types: ReadonlyMap<string, MetadataType>,
): Promise<void> {
  await putRecords(
    connection,
    datasetId,
    batch.map((draft) => renderRecordJson(draft, types)),
  );
}
