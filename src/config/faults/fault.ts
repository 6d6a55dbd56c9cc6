import { UsageError } from '../../lib/errors.ts';

export type ConfigPath = readonly (string | number)[];

/** A fault in the written config, before its place in the file is known. */
export interface Finding {
  path: ConfigPath;
  /** What the reader should look at. Only unknown keys are wrong as keys. */
  at: 'key' | 'value';
  /** Continues the sentence after the path; null = "is `value`" or "is missing", depending on the file. */
  problem: string | null;
  allowed: string | null;
  suggestion: string | null;
  /** true = suggest quotes around what is written, which YAML read as a number or a boolean. */
  asText?: boolean;
  /** true = the value must not be shown. */
  secret?: boolean;
}

/** A fault in prank.yaml and its place. Lines and columns count from 1. */
export interface Fault {
  line: number;
  column: number;
  /** `sources[1].take`; empty for the file as a whole. */
  path: string;
  /** As written, on one line, shortened; null = nothing is written. */
  value: string | null;
  problem: string;
  allowed: string | null;
  suggestion: string | null;
}

/** `sources[1].take` */
export function renderPath(path: ConfigPath): string {
  return path
    .map((part) =>
      typeof part === 'number' ? `[${part}]` : /^[\w-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
    )
    .join('')
    .replace(/^\./, '');
}

/** `prank.yaml:9:11: sources[1].take is \`x\`; allowed: a whole number.` */
export function renderFault(file: string, { line, column, path, value, problem, allowed, suggestion }: Fault): string {
  const isWritten = value !== null && value !== '';
  const parts = [
    `${path === '' ? 'the file' : path} ${problem}`,
    ...(allowed === null ? [] : [`${isWritten ? 'allowed' : 'needed'}: ${allowed}`]),
    ...(suggestion === null ? [] : [suggestion]),
  ];
  return `${file}:${line}:${column}: ${parts.join('; ')}`;
}

/** One error with all faults of a file, in the order of the file. */
export function invalidConfig(file: string, faults: readonly Fault[]): UsageError {
  const sorted = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.map((fault) => renderFault(file, fault));
  return new UsageError('config_invalid', lines.join('\n'), {
    hint: `Correct ${sorted.length === 1 ? 'this' : `these ${sorted.length} faults`} in ${file} and run the command again.`,
    details: { file, faults: sorted },
  });
}
