import { isRow, type Row } from '../../../lib/readers/row.ts';

/** A column type in the JSON of Spark's schemas. */
export type SparkType =
  | string
  | { type: string; fields?: SparkField[]; elementType?: SparkType; valueType?: SparkType };

export interface SparkField {
  name: string;
  type: SparkType;
}

/** What the runner reports about the columns of a parquet file. */
export interface SparkSchema {
  /** All columns of the file. */
  columns: string[];
  /** The columns that are read. */
  fields: SparkField[];
}

/** Parses the schema from the worker's arguments. */
export function parseSparkSchema(base64: string): SparkSchema {
  // Written by runner.py of the same package.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(Buffer.from(base64, 'base64').toString()) as SparkSchema;
}

/** A parquet row as the runner writes it, with the values that `toPlainValue` gives for the same file. */
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

/** Types of 64-bit integers: Spark reads unsigned ones as decimals. */
const wholeNumbers = new Set(['long', 'decimal(20,0)']);

function reviveScalar(value: unknown, type: string): unknown {
  if (wholeNumbers.has(type)) return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  // Spark writes values such as NaN as text.
  if (type === 'double' || type === 'float') return typeof value === 'number' ? value : null;
  return type === 'binary' || type === 'void' ? null : value;
}
