import { isRow, type Row } from '../../lib/readers/row.ts';
import { isBlankPrompt } from '../normalize-prompt.ts';
import { type DataPath, type DataStep, type ElementChoice, parseDataPath } from './data-path.ts';

/** A parsed path: the text as written, and its steps. */
export interface Lookup {
  text: string;
  path: DataPath;
}

/** Parses a path for lookup. Throws UsageError `path_invalid`. */
export function makeLookup(text: string): Lookup {
  return { text, path: parseDataPath(text) };
}

/**
 * The value at a path; undefined if the row has none. A column named like the whole text of the path wins, so flat
 * files with names like `meta.lang` need no quoting. Paths lead into text that is JSON, as cells of csv files have it.
 */
export function findValue(row: Row, { text, path }: Lookup): unknown {
  if (Object.hasOwn(row, text)) return row[text];
  return follow(row, path, 0);
}

function follow(value: unknown, path: DataPath, at: number): unknown {
  const step = path[at];
  if (step === undefined) return value;
  if (typeof step !== 'object') {
    const next = findStep(value, step);
    return next === undefined ? undefined : follow(next, path, at + 1);
  }
  let found: unknown;
  for (const element of chosenBy(step, openJson(value))) {
    found = follow(element, path, at + 1);
    // Skip an element with nothing there, such as a message without text or a blank one.
    if (found !== undefined && found !== null && !isBlank(found)) return found;
  }
  return found;
}

/** One step into a value; undefined if it leads nowhere. */
export function findStep(closed: unknown, step: DataStep): unknown {
  const value = openJson(closed);
  if (typeof step === 'object') return chosenBy(step, value)[0];
  if (typeof step === 'number') return Array.isArray(value) ? value.at(step) : undefined;
  return isRow(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && isBlankPrompt(value, 2);
}

/** The last text that was opened: several paths often lead into the same cell. */
let opened: { text: string; value: unknown } = { text: '', value: '' };

/** The list or object that a text holds as JSON; every other value as it is. */
function openJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/u.test(value)) return value;
  if (opened.text !== value) opened = { text: value, value: parseJsonOr(value) };
  return opened.value;
}

function parseJsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function chosenBy({ name, value: wanted }: ElementChoice, value: unknown): unknown[] {
  if (!Array.isArray(value)) return [];
  if (name === null) return value;
  return value.filter((element) => {
    const found = isRow(element) && Object.hasOwn(element, name) ? element[name] : undefined;
    return isScalar(found) && String(found) === wanted;
  });
}

/** Whether a value has one way to be written, so that it can be chosen by its text. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
