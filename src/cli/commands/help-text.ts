export interface HelpParts {
  /** Sentences before the examples. */
  notes?: string;
  /** Each with what it is for. */
  examples: readonly (readonly [command: string, purpose: string])[];
  /** Exit codes that tell something here, as `5  what it means`. */
  exits?: Readonly<Record<number, string>>;
}

/** What stands below the options of a command; the pages of docs/commands are made of it, too. */
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
