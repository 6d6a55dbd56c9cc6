import { isRow, type Row } from '../../rows/row-value.ts';

/** A column type as Spark's schemas write it in JSON. */
export type SparkType =
  | string
  | { type: string; fields?: SparkField[]; elementType?: SparkType; valueType?: SparkType };

export interface SparkField {
  name: string;
  type: SparkType;
}

/** What the runner tells of the rows of a parquet file. */
export interface SparkSchema {
  /** All that the file has. */
  columns: string[];
  /** Those that are read. */
  fields: SparkField[];
}

/** The schema as it comes in the worker's arguments. */
export function parseSparkSchema(base64: string): SparkSchema {
  // Written by runner.py of the same package.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(Buffer.from(base64, 'base64').toString()) as SparkSchema;
}

/** A row of parquet as the runner writes it, with the values that `toPlainValue` gives for the same file. */
export function reviveRow(json: string, { fields }: SparkSchema): Row {
  const row: unknown = JSON.parse(json);
  return isRow(row) ? reviveFields(row, fields) : {};
}

function reviveFields(row: Record<string, unknown>, fields: readonly SparkField[]): Row {
  return Object.fromEntries(fields.map(({ name, type }) => [name, revive(row[name] ?? null, type)]));
}

function revive(value: unknown, type: SparkType): unknown {
  if (value === null) return null;
  if (typeof type === 'string') return reviveScalar(value, type);
  const { fields, elementType = 'void', valueType = 'void' } = type;
  if (Array.isArray(value)) return value.map((item) => revive(item ?? null, elementType));
  if (!isRow(value)) return null;
  if (fields !== undefined) return reviveFields(value, fields);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, revive(item ?? null, valueType)]));
}

/** 64-bit numbers that a file calls unsigned are decimals to Spark. */
const wholeNumbers = new Set(['long', 'decimal(20,0)']);

function reviveScalar(value: unknown, type: string): unknown {
  if (wholeNumbers.has(type)) return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  // Spark writes what is no number as a text such as "NaN".
  if (type === 'double' || type === 'float') return typeof value === 'number' ? value : null;
  return type === 'binary' || type === 'void' ? null : value;
}
