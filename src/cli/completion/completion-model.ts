import type { Argument, Command, Option } from 'commander';

/** What a place of the command line can hold. */
export type Values = { type: 'words'; words: readonly string[] } | { type: 'file' | 'folder' | 'text' };

export interface CompletableOption {
  /** `--config` and `-c`. */
  flags: string[];
  description: string;
  /** null = no value, or an optional one. */
  values: Values | null;
  isRepeatable: boolean;
}

export interface CompletableCommand {
  name: string;
  description: string;
  options: CompletableOption[];
  /** Values of the first argument; null = there is none. */
  argument: Values | null;
}

/** Everything that the shells need to know. */
export interface CompletionModel {
  program: string;
  globals: CompletableOption[];
  commands: CompletableCommand[];
}

/** Derives the model from the program itself; `codes` are the values of `explain`. */
export function createCompletionModel(program: Command, codes: readonly string[]): CompletionModel {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    program: program.name(),
    globals: help.visibleOptions(program).map(describeOption),
    commands: commands.map((command): CompletableCommand => {
      const [argument] = command.registeredArguments;
      const own: Record<string, readonly string[]> = { explain: codes, help: names };
      const words = own[command.name()];
      return {
        name: command.name(),
        description: command.description(),
        options: help
          .visibleOptions(command)
          .filter(({ long }) => long !== '--help')
          .map(describeOption),
        argument: words === undefined ? describeArgument(argument) : { type: 'words', words },
      };
    }),
  };
}

function describeOption(option: Option): CompletableOption {
  return {
    flags: [option.long, option.short].filter((flag) => flag !== undefined),
    description: option.description,
    values: option.required ? findValues(option.argChoices, /<([^>]*)>/u.exec(option.flags)?.[1]) : null,
    isRepeatable: option.variadic || Array.isArray(option.defaultValue),
  };
}

function describeArgument(argument: Argument | undefined): Values | null {
  return argument === undefined ? null : findValues(argument.argChoices, argument.name());
}

/** The values that a placeholder stands for. */
function findValues(choices: readonly string[] | undefined, placeholder: string | undefined): Values {
  if (choices !== undefined) return { type: 'words', words: choices };
  if (placeholder === 'file') return { type: 'file' };
  return { type: placeholder === 'dir' ? 'folder' : 'text' };
}
