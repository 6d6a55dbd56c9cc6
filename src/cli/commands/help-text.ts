export interface HelpParts {
  /** Sentences before the examples. */
  notes?: string;
  /** Each command with its purpose. */
  examples: readonly (readonly [command: string, purpose: string])[];
  /** Exit codes with a special meaning here, as `5  what it means`. */
  exits?: Readonly<Record<number, string>>;
}

/** The text below a command's options. The pages of docs/commands are made from it too. */
export function renderHelpText({ notes, examples, exits = {} }: HelpParts): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  const codes = Object.entries(exits);
  const codeWidth = Math.max(0, ...codes.map(([code]) => code.length));
  return [
    ...(notes === undefined ? [] : ['', notes]),
    '',
    'Examples:',
    ...examples.map(([command, purpose]) => `  ${command.padEnd(width)}  ${purpose}`),
    ...(codes.length === 0 ? [] : ['', 'Exit codes:']),
    ...codes.map(([code, meaning]) => `  ${code.padEnd(codeWidth)}  ${meaning}`),
  ].join('\n');
}
