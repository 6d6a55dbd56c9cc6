import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';

/** One step of a path: a name, a position (negative counts from the end), or a choice of list element. */
export type DataStep = string | number | ElementChoice;

/** The first element with this value under this name; if `name` is null, the first from which the path leads on. */
export interface ElementChoice {
  name: string | null;
  value: string;
}

/** The path to a value in a row, such as `messages[role=user].content`: steps from the outermost. */
export type DataPath = readonly [string, ...DataStep[]];

/**
 * Parses a path: names joined by dots. In brackets: positions (`[0]`, `[-1]` from the end), `[]` for the first element
 * that leads on, `[role=user]` for the first of those with that value, and names with special characters (`["a.b"]`).
 * Throws UsageError `path_invalid`, which says what is wrong at which character.
 */
export function parseDataPath(text: string): DataPath {
  const fail = (problem: string): UsageError =>
    new UsageError('path_invalid', `Path \`${printable(text, 60)}\`: ${problem}.`);
  const steps: DataStep[] = [];
  let at = 0;
  while (at < text.length) {
    const step = text[at] === '[' ? bracketStep(text, at, fail) : nameStep(text, at, steps.length === 0, fail);
    steps.push(step.value);
    at = step.end;
  }
  const [first, ...rest] = steps;
  if (first === undefined) throw fail('it is empty');
  if (typeof first !== 'string') throw fail('it starts with brackets for a list; a row has names');
  return [first, ...rest];
}

/** The text that `parseDataPath` parses to the same path. */
export function renderDataPath(path: DataPath): string {
  return path
    .map((step, index) => (typeof step === 'string' && index === 0 ? renderFirst(step) : renderStep(step)))
    .join('');
}

function renderFirst(name: string): string {
  return isPlain(name) ? name : `[${JSON.stringify(name)}]`;
}

/** A step as written after other steps. */
export function renderStep(step: DataStep): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'string') return isPlain(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  return step.name === null ? '[]' : `[${quoteOdd(step.name)}=${quoteOdd(step.value)}]`;
}

function isPlain(text: string): boolean {
  return /^[^.[\]]+$/u.test(text);
}

function quoteOdd(text: string): string {
  return /^[^\]="]+$/u.test(text) ? text : JSON.stringify(text);
}

type Fail = (problem: string) => UsageError;
interface ParsedStep {
  value: DataStep;
  end: number;
}

const quotedText = String.raw`"(?:[^"\\]|\\.)*"`;
const bareText = String.raw`[^\]="]+`;
const bracket = new RegExp(
  String.raw`\[(?:(?<position>-?\d{1,9})|(?<quoted>${quotedText})|(?<name>${quotedText}|${bareText})=(?<value>${quotedText}|${bareText}))?\]`,
  'suy',
);
const name = /[^.[\]]+/uy;

function bracketStep(text: string, at: number, fail: Fail): ParsedStep {
  bracket.lastIndex = at;
  const match = bracket.exec(text);
  if (match === null) {
    throw fail(`[ at character ${at + 1} opens none of [0], [-1], [], [role=user], ["a name"]`);
  }
  const end = at + match[0].length;
  const { position, quoted, name: chosen, value = '' } = match.groups ?? {};
  if (position !== undefined) return { value: Number(position), end };
  if (quoted !== undefined) return { value: unquote(quoted, at, fail), end };
  if (chosen === undefined) return { value: { name: null, value: '' }, end };
  return { value: { name: plain(chosen, at, fail), value: plain(value, at, fail) }, end };
}

function plain(text: string, at: number, fail: Fail): string {
  return text.startsWith('"') ? unquote(text, at, fail) : text;
}

function unquote(quoted: string, at: number, fail: Fail): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw fail(`the quoted text in the brackets at character ${at + 1} is not a JSON string`);
  }
}

function nameStep(text: string, at: number, isFirst: boolean, fail: Fail): ParsedStep {
  if (text[at] === ']') throw fail(`] at character ${at + 1} closes nothing`);
  if (!isFirst && text[at] !== '.') throw fail(`character ${at + 1} must be a dot or [`);
  const start = isFirst ? at : at + 1;
  name.lastIndex = start;
  const match = name.exec(text);
  if (match === null) throw fail(`a name is missing at character ${start + 1}`);
  return { value: match[0], end: start + match[0].length };
}
