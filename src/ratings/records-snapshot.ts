import { createHash } from 'node:crypto';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { UnsafeError } from '../lib/errors.ts';
import { type ParquetColumn, sqlParquetFiles, writeParquetFile } from '../lib/files/parquet-file.ts';

/** A record as the server has it, without its answers, which are in the log. */
export interface RecordSnapshot {
  /** The prompt whose text it holds. */
  promptId: string;
  /** The external id that a restore gives it: the prompt's id, or what another program called it. */
  externalId: string;
  prompt: string;
  metadata: Record<string, unknown>;
}

const columns: ParquetColumn[] = [
  { name: 'external_id', type: 'VARCHAR' },
  { name: 'prompt', type: 'VARCHAR' },
  { name: 'metadata', type: 'VARCHAR' },
  { name: 'prompt_id', type: 'VARCHAR' },
];

/** 12 hex digits of a hash of the content: equal snapshots have the same name. */
export function hashSnapshot(records: readonly RecordSnapshot[]): string {
  // The hash of all rows as one JSON text, which would be as large as all records.
  const hash = createHash('sha256');
  let separator = '[';
  for (const row of toRows(records)) {
    hash.update(separator + JSON.stringify(row));
    separator = ',';
  }
  return hash
    .update(records.length === 0 ? '[]' : ']')
    .digest('hex')
    .slice(0, 12);
}

/** Writes the records in the given order, which is the order of the push. */
export async function writeSnapshot(path: string, records: readonly RecordSnapshot[]): Promise<void> {
  await writeParquetFile(path, columns, toRows(records));
}

/** Throws UnsafeError `snapshot_damaged`. */
export async function readSnapshot(path: string): Promise<RecordSnapshot[]> {
  try {
    return await withDuckdb(async (connection) => {
      // Snapshots of earlier versions have only prompts' ids.
      const files = `(SELECT NULL::VARCHAR AS prompt_id WHERE false UNION ALL BY NAME SELECT * FROM ${sqlParquetFiles([path])})`;
      const names = columns.map(({ name }) => name).join(', ');
      const rows = await connection.runAndReadAll(`SELECT ${names} FROM ${files}`);
      return rows.getRows().map(([externalId, prompt, metadata, promptId]) => ({
        promptId: String(promptId ?? externalId),
        externalId: String(externalId),
        prompt: String(prompt),
        metadata: parseMetadata(String(metadata)),
      }));
    });
  } catch (error) {
    throw new UnsafeError('snapshot_damaged', 'The records in the backup are damaged or not from prank.', {
      cause: error,
    });
  }
}

function* toRows(records: readonly RecordSnapshot[]): Generator<string[]> {
  for (const { promptId, externalId, prompt, metadata } of records)
    yield [externalId, prompt, JSON.stringify(sortKeys(metadata)), promptId];
}

/** Sorts keys, because the server keeps no order of keys. */
function sortKeys(metadata: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function parseMetadata(json: string): Record<string, unknown> {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) throw new TypeError('metadata must be an object');
  return Object.fromEntries(Object.entries(value));
}
