import type { MetadataType, ResponseStatus } from '../model.ts';
import type { Connection } from './connection.ts';
import { assertReady, putRecords, type RefusedRecord, writeHalving } from './put-records.ts';
import { renderContentJson } from './record-json.ts';

/** An answer to write on behalf of its rater. */
export interface AnswerDraft {
  userId: string;
  status: ResponseStatus;
  /** Question → value. Never null: the server would store it and fail on it later. */
  values: Record<string, { value: unknown }>;
}

/** A record with answers to add. `content` null = the record exists and its text and metadata stay. */
export interface AnsweredRecord {
  externalId: string;
  content: { prompt: string; metadata: Record<string, unknown> | null } | null;
  answers: AnswerDraft[];
}

export interface AnsweredWriteOptions {
  types: ReadonlyMap<string, MetadataType>;
  onProgress: (done: number) => void;
}

/** While people annotate, larger batches would lock them out. */
const recordsPerBatch = 100;
/** PostgreSQL accepts 32,767 bound values per statement, and an answer has seven. */
const answersPerBatch = 4_000;

/**
 * Upserts records with answers by any existing users, one batch after another in the given order, because records are
 * listed in the order in which they arrive. Returns those the server rejects. Throws UnsafeError `dataset_is_draft`.
 */
export async function writeAnsweredRecords(
  connection: Connection,
  datasetId: string,
  records: readonly AnsweredRecord[],
  { types, onProgress }: AnsweredWriteOptions,
): Promise<RefusedRecord[]> {
  await assertReady(connection, datasetId);
  const refused: RefusedRecord[] = [];
  const put = (part: AnsweredRecord[]): Promise<void> =>
    putRecords(
      connection,
      datasetId,
      part.map((record) => renderAnsweredJson(record, types)),
    );
  let done = 0;
  for (const batch of splitBatches(records)) {
    refused.push(...(await writeHalving(batch, put)));
    onProgress((done += batch.length));
  }
  return refused;
}

/** Makes the server index these records again, without changing them. */
export async function touchRecords(
  connection: Connection,
  datasetId: string,
  externalIds: readonly string[],
): Promise<void> {
  for (let start = 0; start < externalIds.length; start += recordsPerBatch) {
    const part = externalIds.slice(start, start + recordsPerBatch);
    await putRecords(
      connection,
      datasetId,
      part.map((id) => JSON.stringify({ external_id: id })),
    );
  }
}

function renderAnsweredJson(
  { externalId, content, answers }: AnsweredRecord,
  types: ReadonlyMap<string, MetadataType>,
): string {
  const responses = answers.map(({ userId, status, values }) => ({ user_id: userId, status, values }));
  const parts = [
    `"external_id":${JSON.stringify(externalId)}`,
    ...(content === null ? [] : [renderContentJson(content, types)]),
    ...(responses.length === 0 ? [] : [`"responses":${JSON.stringify(responses)}`]),
  ];
  return `{${parts.join(',')}}`;
}

/** Batches in order, each within both limits. A record that exceeds the limit on its own gets its own batch. */
export function splitBatches(records: readonly AnsweredRecord[]): AnsweredRecord[][] {
  const batches: AnsweredRecord[][] = [];
  let answers = 0;
  for (const record of records) {
    const last = batches.at(-1);
    if (last === undefined || last.length === recordsPerBatch || answers + record.answers.length > answersPerBatch) {
      batches.push([record]);
      answers = record.answers.length;
    } else {
      last.push(record);
      answers += record.answers.length;
    }
  }
  return batches;
}
