import { type Command, Option } from 'commander';
import type { BuildOptions, BuildPreview, BuildResult } from '../../campaign/build.ts';
import { renderHelpText } from './help-text.ts';
import { renderBuildExamples, renderOutcome, renderPreview } from '../output/human/build.ts';
import type { RunCommand } from '../run-command.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';

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
        const { build } = await import('../../campaign/build.ts');
        const campaign = await context.loadCampaign();
        const { createBuildPorts } = await import('../wiring/build.ts');
        const options = { mode: chooseMode(flags), update: flags.update === true };
        const ports = createBuildPorts(context, campaign);
        const work = (): Promise<BuildResult> => build(campaign, ports, options, context.emit);
        // A plan writes nothing, so that it can be made in a folder that is for reading only.
        const result = await (options.mode === 'plan' ? work() : context.withLock(campaign, 'build', work));
        switch (result.type) {
          case 'planned':
            return context.reporter.answer('build', previewData(result.preview), () => renderPreview(result.preview));
          case 'explained': {
            const { outcome, explanation } = result;
            const data = { ...outcome, examples: explanation };
            return context.reporter.answer('build', data, () => renderBuildExamples(explanation, outcome));
          }
          case 'built': {
            const next =
              options.mode === 'check'
                ? 'The lock holds: the same files give the same prompts.'
                : `Next: ${prankCommand('deploy')}`;
            return context.reporter.answer('build', result.outcome, () => `${renderOutcome(result.outcome)}\n${next}`);
          }
        }
      }),
    );
}

function previewData({ engine, steps, sources }: BuildPreview): object {
  return {
    engine,
    steps,
    sources: sources.map(({ files, ...source }) => ({
      ...source,
      files: files.map(({ path, format, sizeBytes }) => ({ path, format, size_bytes: sizeBytes })),
    })),
  };
}

function chooseMode({ check, explain, plan, dryRun }: BuildFlags): BuildOptions['mode'] {
  if (check === true) return 'check';
  if (explain === true) return 'explain';
  return plan === true || dryRun === true ? 'plan' : 'build';
}
