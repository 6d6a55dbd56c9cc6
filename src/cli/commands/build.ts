import { type Command, Option } from 'commander';
import type { BuildMode } from '../../campaign/build.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

interface BuildFlags {
  check?: boolean;
  explain?: boolean;
  plan?: boolean;
  dryRun?: boolean;
  update?: boolean;
}

export function registerBuild(program: Command, run: RunCommand): void {
  program
    .command('build')
    .description('sources → .prank/prompts.parquet, .prank/manifest.json, prank.lock.json')
    .addOption(
      new Option('--check', 'only verify that the locked dataset can be made again from the same files').conflicts([
        'explain',
        'plan',
        'dryRun',
        'update',
      ]),
    )
    .addOption(
      new Option('--explain', 'show by examples what each filter leaves out; write nothing').conflicts([
        'plan',
        'dryRun',
      ]),
    )
    .option('--plan', 'say what would be read and taken; read and write no data')
    .option('--dry-run', 'the same as --plan')
    .option('--update', 'take the newest commits of Hub datasets instead of those in prank.lock.json')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank build', 'read the sources, filter, draw the sample, write it'],
          ['prank build --explain', 'see by examples what each filter would leave out'],
          ['prank build --check', 'in CI: do the same files still give the same prompts?'],
        ],
        exits: { 2: 'prank.yaml or a source has a fault, a source is too short, or the lock does not hold' },
      }),
    )
    .action((flags: BuildFlags, command: Command) =>
      run(command, async (context) => {
        const { runBuild } = await import('../run/build.ts');
        await runBuild(context, { mode: chooseMode(flags), update: flags.update === true });
      }),
    );
}

function chooseMode({ check, explain, plan, dryRun }: BuildFlags): BuildMode {
  if (check === true) return 'check';
  if (explain === true) return 'explain';
  return plan === true || dryRun === true ? 'plan' : 'build';
}
