/** One row of a file: names to plain values, as in JSON. All cells of csv and tsv are text. */
export type Row = Readonly<Record<string, unknown>>;

/** In a row, the place of bytes that are not text. Bytes only matter if a path leads to them. */
export const notText: unique symbol = Symbol('bytes that are not UTF-8');

/** Whether a value is an object and not an array. */
export function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
