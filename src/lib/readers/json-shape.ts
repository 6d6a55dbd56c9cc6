import { pathArgument, shellCommand, shellCommandInto } from '../text/shell-command.ts';
import { withEnding } from './file-kinds.ts';
import { isRow } from './row.ts';

/** Whether a JSON value looks like a table as pandas writes it by default: `{"prompt": {"0": "…", "1": "…"}}`. */
export function isByColumn(value: unknown): boolean {
  return isRow(value) && Object.keys(value).length > 0 && Object.values(value).every(isColumn);
}

/** Whether a JSON value looks like one column of such a table. */
export function isColumn(value: unknown): boolean {
  const keys = isRow(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => /^\d+$/u.test(key));
}

/** What an object is that has no array of rows, judged by one of its values, and how to get rows out of it. */
export function describeObject(value: unknown, path: string): [problem: string, hint: string] {
  const lines = withEnding(path, 'jsonl');
  if (isColumn(value)) {
    return ['an object with columns instead of rows, as pandas writes it', pandasToLines(path, 'columns')];
  }
  if (isRow(value)) {
    const each = shellCommandInto(['jq', '-c', 'to_entries[] | {key} + .value', pathArgument(path)], lines);
    return ['an object with a key for each row instead of an array of rows', `Write one row per line: ${each}`];
  }
  const compact = shellCommandInto(['jq', '-c', '.', pathArgument(path)], lines);
  return ['an object without an array of rows', `If it is a row, write it on one line: ${compact}`];
}

/** How to write a table of pandas as one row per line. `form` is the `orient` that it was written with. */
export function pandasToLines(path: string, form: 'columns' | 'split'): string {
  const script = `import sys, pandas as p; p.read_json(sys.argv[1], orient="${form}").to_json(sys.argv[2], orient="records", lines=True)`;
  const command = shellCommand(['python3', '-c', script, pathArgument(path), pathArgument(withEnding(path, 'jsonl'))]);
  return `In Python, write it with to_json(…, orient="records", lines=True), or convert it: ${command}`;
}
