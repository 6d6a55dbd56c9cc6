import { setImmediate } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import { ExitCode } from '../lib/errors/exit-code.ts';
import { UsageError } from '../lib/errors.ts';
import { readPackageInfo } from '../lib/package-info.ts';
import { prankCommand, setProgram } from '../lib/text/shell-command.ts';
import { registerAdopt } from './commands/adopt.ts';
import { registerBuild } from './commands/build.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDeploy } from './commands/deploy.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExplain } from './commands/explain.ts';
import { registerForget } from './commands/forget.ts';
import { registerInit } from './commands/init.ts';
import { registerPublish } from './commands/publish.ts';
import { registerPull } from './commands/pull.ts';
import { registerPush } from './commands/push.ts';
import { registerRank } from './commands/rank.ts';
import { registerRestore } from './commands/restore.ts';
import { registerSchedule } from './commands/schedule.ts';
import { registerServe } from './commands/serve.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerStatus } from './commands/status.ts';
import { registerSync } from './commands/sync.ts';
import { registerVerify } from './commands/verify.ts';
import { renderHelpText } from './commands/help-text.ts';
import { type Io, processIo } from './io.ts';
import { watchOutput } from './output-failure.ts';
import { resolveProgramWords } from './program-words.ts';
import type { RunCommand } from './run-command.ts';

const registrations = [
  registerInit,
  registerAdopt,
  registerBuild,
  registerDeploy,
  registerPush,
  registerStatus,
  registerPull,
  registerRank,
  registerPublish,
  registerVerify,
  registerSync,
  registerRestore,
  registerForget,
  registerSchedule,
  registerSimulate,
  registerServe,
  registerDoctor,
  registerDemo,
  registerExplain,
  registerCompletion,
];

/** Runs one command line and returns its exit code. Never throws, and never ends the process itself. */
export async function main(argv: string[], io: Io = processIo()): Promise<number> {
  if (io.script !== null) setProgram(resolveProgramWords(io.script, io.env));
  const { version } = readPackageInfo();
  const output = watchOutput(io);
  let exitCode: number = ExitCode.done;
  const program = createProgram(version, async (command, action) => {
    const { runCommand } = await import('./run-command.ts');
    exitCode = await runCommand(command, action, { argv, version, io, output });
  });
  program.configureOutput({
    writeOut: (text) => void io.stdout.write(text),
    getOutHelpWidth: () => io.stdout.columns ?? 80,
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const json = argv.includes('--json');
    exitCode =
      error.exitCode === 0 ? ExitCode.done : await reportFailure(toUsageError(error), { argv, version, io, json });
  }
  // A stream reports a failed write a moment later.
  await setImmediate();
  // Nothing went wrong if the work is done and the reader has seen enough of it.
  if (output.error === null || (output.isReaderGone && exitCode === ExitCode.done)) return exitCode;
  // Standard output takes nothing, so even with `--json` this failure is reported on standard error.
  return reportFailure(output.error, { argv, version, io, json: false });
}

/** Reports a failure that no command can report itself, and returns its exit code. */
async function reportFailure(
  error: UsageError,
  { argv, version, io, json }: { argv: readonly string[]; version: string; io: Io; json: boolean },
): Promise<number> {
  const { createReporter } = await import('./output/create-reporter.ts');
  const { listGivenSecrets } = await import('./given-secrets.ts');
  const secrets = new Set(listGivenSecrets(argv, io.env));
  const command = argv.find((word) => !word.startsWith('-')) ?? 'prank';
  createReporter(io, { json }, { secrets, version }).failure(command, error);
  return error.exitCode;
}

/** The command line with all its commands, whose actions go through `run`. */
export function createProgram(version: string, run: RunCommand): Command {
  const program = new Command('prank')
    .description('Runs a community rating campaign for prompts on Argilla, from one file.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .option('-c, --config <file>', 'the campaign (default: prank.yaml here or in a parent folder)')
    .option('--json', 'print exactly one JSON document on stdout')
    .option('-q, --quiet', 'say nothing but warnings and errors')
    .option('-v, --verbose', 'say more')
    .option('--no-color', 'no colours (also NO_COLOR)')
    .option('-y, --yes', 'answer every question with yes')
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      renderHelpText({
        notes: `A campaign: prank init → build → deploy → push → (people rate) → pull → publish
prank sync does the last steps in one, for a scheduler.`,
        examples: [
          ['prank demo', 'a whole campaign on this machine, simulated'],
          ['prank init my-campaign', 'start one of your own'],
          ['prank explain server_was_reset', 'what an error code means, and what to do'],
        ],
        exits: {
          0: 'done',
          1: 'a bug of prank',
          2: 'usage, configuration or input',
          3: 'not allowed: key or role',
          4: "a server failed or can't be reached, retries spent",
          5: 'unsafe, stopped before harm',
          6: 'done in part; the rest can be run again',
          130: 'interrupted (also 143)',
        },
      }),
    );
  // The reporter prints errors, in the form that was asked for.
  program.configureOutput({ outputError: () => {} }).configureHelp({ showGlobalOptions: true });
  for (const register of registrations) register(program, run);
  return program;
}

function toUsageError({ message, code }: CommanderError): UsageError {
  // Without a command, commander prints the help itself and has no sentence of its own.
  const sentence = code === 'commander.help' ? 'Name a command.' : message.replace(/^error: /, '');
  return new UsageError('usage', sentence, { hint: prankCommand('--help') });
}
