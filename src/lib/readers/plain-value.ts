import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { notText } from './row.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A DuckDB value as JSON would have it. Whole numbers that a double holds exactly are numbers; larger ones, decimals,
 * dates and times are text. Bytes are text too, because some writers do not declare text as such; if they are not
 * UTF-8, they are `notText`.
 */
export function toPlainValue(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toPlainValue);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, toPlainValue(item)]));
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(
      value.entries.map(({ key, value: item }) => [String(toPlainValue(key)), toPlainValue(item)]),
    );
  }
  if (value instanceof DuckDBUnionValue) return toPlainValue(value.value);
  if (value instanceof DuckDBBlobValue) return decodeText(value.bytes);
  return value.toString();
}

function decodeText(bytes: Uint8Array): string | typeof notText {
  try {
    return decoder.decode(bytes);
  } catch {
    return notText;
  }
}
