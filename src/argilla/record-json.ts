import type { MetadataType } from '../model.ts';
import { promptField } from './settings.ts';

/** A record as it should be on the server. */
export interface RecordDraft {
  externalId: string;
  prompt: string;
  /** null = none is sent: a record that is there keeps what it has. */
  metadata: Record<string, MetadataValue> | null;
}

export type MetadataValue = string | number | null;

/** Lucene rejects longer terms; Argilla still returns 200 and never indexes the record. */
const maxTermBytes = 32_766;

/**
 * The record as JSON text. Float properties get a decimal point (`1.0`), because the server rejects `1` for them and
 * JSON.stringify can't write it. Lone surrogates, which would fail the whole batch, are replaced.
 */
export function renderRecordJson(record: RecordDraft, types: ReadonlyMap<string, MetadataType>): string {
  return `{"external_id":${JSON.stringify(record.externalId)},${renderContentJson(record, types)}}`;
}

/** Text and metadata of a record, as the contents of a JSON object. Argilla replaces all metadata, or none if it is not sent. */
export function renderContentJson(
  { prompt, metadata }: { prompt: string; metadata: Record<string, unknown> | null },
  types: ReadonlyMap<string, MetadataType>,
): string {
  const fields = `"fields":${JSON.stringify({ [promptField]: prompt.toWellFormed() })}`;
  if (metadata === null) return fields;
  const properties = Object.entries(metadata).map(
    ([name, value]) => `${JSON.stringify(name)}:${renderValue(value, types.get(name))}`,
  );
  return `${fields},"metadata":{${properties.join(',')}}`;
}

function renderValue(value: unknown, type: MetadataType | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (type === 'float' && typeof value === 'number' && Number.isInteger(value))
    return `${JSON.stringify(value)}${String(value).includes('e') ? '' : '.0'}`;
  return JSON.stringify(value);
}

/** Why the server would reject the record, or accept it and never show it; null if it is fine. */
export function findRecordFault(record: RecordDraft, types: ReadonlyMap<string, MetadataType>): string | null {
  if (record.prompt.trim() === '') return 'the prompt is empty';
  for (const [name, value] of Object.entries(record.metadata ?? {})) {
    if (value === null) continue;
    const fault = findValueFault(value, types.get(name) ?? 'terms');
    if (fault !== null) return `metadata ${name} ${fault}`;
  }
  return null;
}

function findValueFault(value: string | number, type: MetadataType): string | null {
  if (type === 'terms') {
    if (typeof value !== 'string') return 'is not text';
    const sizeBytes = Buffer.byteLength(value);
    return sizeBytes > maxTermBytes
      ? `has ${sizeBytes} bytes, more than the ${maxTermBytes} that can be indexed`
      : null;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not a number';
  return type === 'integer' && !Number.isSafeInteger(value) ? 'is not a whole number' : null;
}
