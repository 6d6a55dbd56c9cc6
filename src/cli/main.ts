import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ExitCode, PrankError, UsageError } from '../lib/errors.ts';
import { registerBuild } from './commands/build.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDeploy } from './commands/deploy.ts';
import { registerInit } from './commands/init.ts';
import { registerPublish } from './commands/publish.ts';
import { registerPull } from './commands/pull.ts';
import { registerPush } from './commands/push.ts';
import { registerRank } from './commands/rank.ts';
import { registerServe } from './commands/serve.ts';
import { createContext, type GlobalOptions } from './context.ts';
import { createInterrupt, type Interrupt } from './interrupt.ts';
import { createHumanReporter } from './output/human.ts';
import { createJsonReporter } from './output/json.ts';
import type { Reporter, ReporterOptions } from './output/reporter.ts';
import type { RunCommand } from './run-command.ts';

const registrations = [
  registerInit,
  registerBuild,
  registerDeploy,
  registerPush,
  registerPull,
  registerRank,
  registerPublish,
  registerServe,
  registerDemo,
];

/** Runs one command line and returns its exit code; never throws and never ends the process by itself. */
export async function main(argv: string[]): Promise<number> {
  const version = readVersion();
  const secrets = new Set<string>();
  const interrupt = createInterrupt(process);
  let exitCode: number = ExitCode.done;

  const run: RunCommand = async (command, action) => {
    const name = command.name();
    const globals = command.optsWithGlobals<GlobalOptions>();
    const reporter = createReporter(globals, { secrets, version });
    const context = createContext({ globals, reporter, secrets, version, signal: interrupt.signal });
    exitCode = await settle(name, reporter, interrupt, () => action(context));
  };

  const program = createProgram(version);
  for (const register of registrations) register(program, run);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ExitCode.done;
    const reporter = createReporter({ json: argv.includes('--json') }, { secrets, version });
    reporter.failure(argv.find((word) => !word.startsWith('-')) ?? 'prank', toUsageError(error));
    return ExitCode.usage;
  } finally {
    interrupt.release();
  }
  return exitCode;
}

async function settle(
  name: string,
  reporter: Reporter,
  interrupt: Interrupt,
  work: () => Promise<void>,
): Promise<number> {
  try {
    await interrupt.race(work());
    return ExitCode.done;
  } catch (error) {
    if (interrupt.exitCode !== null) {
      const hint = 'What was done is kept. Run the same command again to go on.';
      reporter.failure(name, new UsageError('interrupted', 'Interrupted.', { hint }));
      return interrupt.exitCode;
    }
    if (error instanceof PrankError) {
      reporter.failure(name, error);
      return error.exitCode;
    }
    reporter.bug(name, error);
    return ExitCode.bug;
  }
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

function createReporter(
  globals: Partial<GlobalOptions>,
  { secrets, version }: Pick<ReporterOptions, 'secrets' | 'version'>,
): Reporter {
  const color = globals.color !== false && process.env['NO_COLOR'] === undefined && process.stderr.isTTY === true;
  const verbosity = globals.quiet === true ? 'quiet' : globals.verbose === true ? 'verbose' : 'normal';
  const options: ReporterOptions = { verbosity, color, secrets, version };
  const streams = { stdout: process.stdout, stderr: process.stderr };
  return globals.json === true ? createJsonReporter(streams, options) : createHumanReporter(streams, options);
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
