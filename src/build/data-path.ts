import { UsageError } from '../lib/errors.ts';
import { printable } from '../lib/text.ts';

/** Where a value stands in a row, such as `conversations[0].value`: names and positions, outermost first. */
export type DataPath = readonly [string, ...(string | number)[]];

/**
 * Reads a path: names joined by dots, positions in brackets, and names with odd characters as `["a.b"]`.
 * Throws UsageError `path_invalid` that says what is wrong at which character.
 */
export function parseDataPath(text: string): DataPath {
  const fail = (problem: string): UsageError =>
    new UsageError('path_invalid', `Path \`${printable(text, 60)}\`: ${problem}.`, {
      hint: 'Write a path like conversations[0].value, or ["odd.name"] for a name with dots or brackets.',
    });
  const steps: (string | number)[] = [];
  let at = 0;
  while (at < text.length) {
    const step = text[at] === '[' ? bracketStep(text, at, fail) : nameStep(text, at, steps.length === 0, fail);
    steps.push(step.value);
    at = step.end;
  }
  const [first, ...rest] = steps;
  if (first === undefined) throw fail('it is empty');
  if (typeof first === 'number') throw fail('it starts with a position; a row has names');
  return [first, ...rest];
}

/** The text that `parseDataPath` reads back to the same path. */
export function renderDataPath(path: DataPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[^.[\]]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

type Fail = (problem: string) => UsageError;
interface ParsedStep {
  value: string | number;
  end: number;
}

const bracket = /\[(?:(\d{1,9})|("(?:[^"\\]|\\.)*"))\]/suy;
const name = /[^.[\]]+/uy;

function bracketStep(text: string, at: number, fail: Fail): ParsedStep {
  bracket.lastIndex = at;
  const match = bracket.exec(text);
  if (match === null) throw fail(`[ at character ${at + 1} opens neither a position like [0] nor a name like ["a"]`);
  const [whole, position, quoted = '""'] = match;
  const end = at + whole.length;
  return { value: position === undefined ? unquote(quoted, at, fail) : Number(position), end };
}

function unquote(quoted: string, at: number, fail: Fail): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw fail(`the quoted name at character ${at + 2} is not a JSON string`);
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
