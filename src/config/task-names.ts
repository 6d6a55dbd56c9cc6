import { isDeepStrictEqual } from 'node:util';
import { isAlias, isCollection, isMap, isPair, isScalar, parseDocument, type Node, type Pair, stringify } from 'yaml';
import { UsageError } from '../lib/errors.ts';
import { examineConfig } from './parse-config.ts';
import { taskSchema } from './schema/task-schema.ts';

/** Where a campaign's records are in Argilla, as `task` in prank.yaml names it. */
export interface TaskNames {
  workspace: string;
  dataset: string;
}

/** Whether prank.yaml may hold these names. Argilla itself allows any. */
export function areTaskNames({ workspace, dataset }: TaskNames): boolean {
  return taskSchema.safeParse({ workspace, dataset }).success;
}

/**
 * Writes the names under `task` and leaves every other character of the text as it is. Throws UsageError
 * `config_not_editable` if the text is too unusual for that.
 */
export function editTaskNames(text: string, names: Partial<TaskNames>): string {
  let edited = text;
  for (const [key, value] of Object.entries(names)) edited = setTaskKey(edited, key, value);
  if (!isSameOtherwise(text, edited, names)) {
    throw new UsageError('config_not_editable', "prank.yaml is written in a way that prank can't edit.", {
      hint: `Write under task in prank.yaml: ${Object.entries(names)
        .map(([key, value]) => `${key}: ${oneLine(value)}`)
        .join(', ')}`,
    });
  }
  return edited;
}

function setTaskKey(text: string, key: string, value: string): string {
  const { contents } = parseDocument(text, { stringKeys: true });
  const found = findPair(contents, 'task');
  if (found === null) return insertBeforeFirst(text, contents, () => `task:\n  ${key}: ${oneLine(value)}`);
  const { value: task } = found;
  const old = findPair(task, key)?.value ?? null;
  if (old !== null) return replaceNode(text, old, value);
  return insertBeforeFirst(text, task, (first) => `${likeQuoted(first, key)}: ${likeQuoted(first, value)}`);
}

function findPair(node: unknown, key: string): Pair<Node, Node | null> | null {
  if (!isMap<Node, Node | null>(node)) return null;
  return node.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
}

function replaceNode(text: string, node: Node, value: string): string {
  if (!(isScalar(node) || isAlias(node)) || node.range == null) return text;
  const [start, end] = node.range;
  return text.slice(0, start) + likeQuoted(node, value) + text.slice(end);
}

/** Adds a pair as the first of a map, with the indentation or the commas of the others. */
function insertBeforeFirst(text: string, map: unknown, render: (firstKey: Node) => string): string {
  const first = isCollection(map) ? map.items[0] : undefined;
  const key = isPair(first) && isScalar(first.key) ? first.key : null;
  const start = key?.range?.[0];
  if (key === null || start === undefined || !isMap(map)) return text;
  const pair = render(key);
  if (map.flow === true) return text.slice(0, start) + `${pair}, ` + text.slice(start);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return text.slice(0, start) + `${pair}\n${indent}`.replaceAll('\n', lineBreak) + text.slice(start);
}

/** Whether both texts are valid and say the same, apart from the new names. */
function isSameOtherwise(before: string, after: string, names: Partial<TaskNames>): boolean {
  const was = examineConfig(before).written;
  const is = examineConfig(after).written;
  return was !== null && is !== null && isDeepStrictEqual(is, { ...was, task: { ...was.task, ...names } });
}

/** In double quotes if the other node is: a prank.yaml that is JSON stays JSON. */
function likeQuoted(other: Node, value: string): string {
  return isScalar(other) && other.type === 'QUOTE_DOUBLE' ? JSON.stringify(value) : oneLine(value);
}

function oneLine(value: string): string {
  return stringify(value, { lineWidth: 0, blockQuote: false }).trim();
}
