import type { Command } from 'commander';
import { ExitCode } from '../lib/errors/exit-code.ts';
import { InterruptedError, PrankError } from '../lib/errors.ts';
import { explainFileError } from '../lib/files/file-error.ts';
import { type Context, createContext, type GlobalOptions } from './context.ts';
import type { Io } from './io.ts';
import { isGithubJob } from '../lib/github-job.ts';
import { renderMasks } from './github/workflow-commands.ts';
import { listGivenSecrets } from './given-secrets.ts';
import { createInterrupt, type Interrupt } from './terminal/interrupt.ts';
import { createReporter } from './output/create-reporter.ts';
import type { OutputFailure } from './output-failure.ts';
import type { Reporter } from './output/reporter.ts';
import { prankCommand } from '../lib/text/shell-command.ts';

/** What a command leaves if it is stopped half-way, by its name. */
const kept: Readonly<Record<string, string>> = {
  adopt: 'What was adopted is unchanged; files that were written here are whole, and the next run does the rest.',
  build: 'The prompts and the lock are as they were before; what was downloaded is kept.',
  deploy: 'What was made so far stays, and is found again.',
  push: 'The records that are in Argilla stay.',
  pull: 'The ratings log is whole: nothing of it is half written.',
  rank: 'Nothing was changed; a file is written whole or not at all.',
  publish: 'The dataset on the Hub changes in one commit or not at all; what was uploaded is not sent again.',
  sync: 'Every step that was done stays done, and the next round goes on from there.',
  restore: 'Accounts, records and answers that are back stay, and nothing is written twice.',
  forget: 'What was removed so far stays removed; the rest still holds the rater.',
  simulate: 'Nothing was changed.',
  status: 'Nothing was changed.',
};

/**
 * The hint after Ctrl-C: what is kept, and the command that continues. `words` = the command line without the program.
 */
export function adviseAfterStop(command: string, words: readonly string[]): string {
  return `${kept[command] ?? 'What was done is kept.'} To go on: ${prankCommand(...words)}`;
}

/** What a command does with its context. */
export type CommandAction = (context: Context) => Promise<void>;

/** Passed to every command: runs its action. */
export type RunCommand = (command: Command, action: CommandAction) => Promise<void>;

export interface CommandLine {
  /** Words after the program's name. */
  argv: readonly string[];
  version: string;
  io: Io;
  output: OutputFailure;
}

/** Runs a command's action with its context, and turns whatever it throws into output and an exit code. */
export async function runCommand(
  command: Command,
  action: CommandAction,
  { argv, version, io, output }: CommandLine,
): Promise<number> {
  const secrets = createSecrets(io);
  for (const secret of listGivenSecrets(argv, io.env)) secrets.add(secret);
  const globals = command.optsWithGlobals<GlobalOptions>();
  const reporter = createReporter(io, globals, { secrets, version });
  const interrupt = createInterrupt(io.runtime);
  // Work whose result nobody can read stops, and gives its lock back.
  output.onFailure(() => interrupt.stop(ExitCode.usage));
  const context = createContext({ globals, reporter, secrets, version, signal: interrupt.signal, io });
  try {
    return await reportOutcome({ name: command.name(), argv, output }, reporter, interrupt, () => action(context));
  } finally {
    interrupt.release();
  }
}

/** The log of a CI job also shows the output of programs that prank starts, so the runner must know what to hide. */
function createSecrets({ env, stderr }: Io): Set<string> {
  if (!isGithubJob(env)) return new Set();
  return new SecretSet((secret) => void stderr.write(renderMasks(secret)));
}

/** Secrets that must not be shown. `onNew` gets each new one before anything that contains it can be written. */
class SecretSet extends Set<string> {
  readonly #onNew: (secret: string) => void;

  constructor(onNew: (secret: string) => void) {
    super();
    this.#onNew = onNew;
  }

  override add(secret: string): this {
    if (!this.has(secret)) this.#onNew(secret);
    return super.add(secret);
  }
}

async function reportOutcome(
  { name, argv, output }: { name: string; argv: readonly string[]; output: OutputFailure },
  reporter: Reporter,
  interrupt: Interrupt,
  work: () => Promise<void>,
): Promise<number> {
  try {
    await interrupt.race(work());
    return ExitCode.done;
  } catch (error) {
    if (output.error !== null) return output.error.exitCode;
    if (interrupt.exitCode !== null) {
      const hint = adviseAfterStop(name, argv);
      reporter.failure(name, new InterruptedError('interrupted', 'Interrupted.', { hint }));
      return interrupt.exitCode;
    }
    const known = error instanceof PrankError ? error : explainFileError(error);
    if (known !== null) {
      reporter.failure(name, known);
      return known.exitCode;
    }
    reporter.bug(name, error);
    return ExitCode.bug;
  }
}
