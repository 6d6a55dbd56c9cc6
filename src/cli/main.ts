import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ExitCode, UsageError } from '../lib/errors.ts';
import { registerBuild } from './commands/build.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDeploy } from './commands/deploy.ts';
import { registerDoctor } from './commands/doctor.ts';
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

const registrations = [
  registerInit,
  registerBuild,
  registerDeploy,
  registerPush,
  registerStatus,
  registerPull,
  registerRank,
  registerPublish,
  registerSync,
  registerRestore,
  registerForget,
  registerSchedule,
  registerSimulate,
  registerServe,
  registerDoctor,
  registerDemo,
];

/** Runs one command line and returns its exit code; never throws and never ends the process by itself. */
export async function main(argv: string[]): Promise<number> {
  const version = readVersion();
  let exitCode: number = ExitCode.done;
  const program = createProgram(version);
  for (const register of registrations) {
    register(program, async (command, action) => {
      const { runCommand } = await import('./run-command.ts');
      exitCode = await runCommand(command, action, { argv, version });
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitCode.done : reportUsage(error, argv, version);
  }
  return exitCode;
}

async function reportUsage(error: CommanderError, argv: string[], version: string): Promise<number> {
  const { createReporter } = await import('./output/create-reporter.ts');
  const reporter = createReporter({ json: argv.includes('--json') }, { secrets: new Set(), version });
  reporter.failure(argv.find((word) => !word.startsWith('-')) ?? 'prank', toUsageError(error));
  return ExitCode.usage;
}

function createProgram(version: string): Command {
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
      '\nA campaign: prank init → build → deploy → push → (people rate) → pull → publish\nTry it on this machine: prank demo',
    );
  // Errors are printed by the reporter, in the form that was asked for.
  return program.configureOutput({ outputError: () => {} }).configureHelp({ showGlobalOptions: true });
}

function toUsageError({ message, code }: CommanderError): UsageError {
  // Without a command, commander prints the help itself and has no sentence of its own.
  const sentence = code === 'commander.help' ? 'Name a command.' : message.replace(/^error: /, '');
  return new UsageError('usage', sentence, { hint: 'prank --help' });
}

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown';
}
