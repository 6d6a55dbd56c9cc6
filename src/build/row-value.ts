import { type DataPath, parseDataPath } from './data-path.ts';

/** One row of a source: names to plain values, as JSON has them. Cells of csv and tsv are all text. */
export type Row = Readonly<Record<string, unknown>>;

/** A path made ready to look up: the text as written, and its steps. */
export interface Lookup {
  text: string;
  path: DataPath;
}

/** Makes a path ready; throws UsageError `path_invalid`. */
export function makeLookup(text: string): Lookup {
  return { text, path: parseDataPath(text) };
}

/**
 * The value at a path, undefined when the row has none. A column whose name is the whole text of the path wins, so that
 * flat files with names like `meta.lang` need no quoting.
 */
export function findValue(row: Row, { text, path }: Lookup): unknown {
  if (Object.hasOwn(row, text)) return row[text];
  let value: unknown = row;
  for (const step of path) {
    const next = findStep(value, step);
    if (next === undefined) return undefined;
    value = next;
  }
  return value;
}

/** One step into a value; undefined when it does not lead anywhere. */
export function findStep(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  return isRow(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** Whether a value has names: an object that is no list. */
export function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
