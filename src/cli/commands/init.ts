import { type Command, Option } from 'commander';
import type { InitOptions, InitResult, InitTarget } from '../../campaign/init.ts';
import { prankCommand, prankCommandIn } from '../../lib/text/shell-command.ts';
import { renderHelpText } from './help-text.ts';
import { renderStep } from '../output/human/step.ts';
import type { InitFlags } from '../run/init-options.ts';
import type { RunCommand } from '../run-command.ts';

const presets: InitOptions['preset'][] = ['quickstart', 'dibt-10k', 'blank'];

export function registerInit(program: Command, run: RunCommand): void {
  program
    .command('init')
    .description('makes a campaign from a preset: prank.yaml, guidelines.md and data to start with')
    .argument('[dir]', 'folder of the campaign', '.')
    .addOption(new Option('--preset <name>', 'what to start from (default: quickstart)').choices(presets))
    .option('--name <name>', 'name of the campaign (default: the name of its folder)')
    .option('--space <owner/name>', 'rate on a Hugging Face Space, which prank deploy makes')
    .option('--url <url>', 'rate on the Argilla server at this address')
    .option('--local', 'rate on the embedded server of this machine')
    .option('--force', 'overwrite files that are there')
    .option('--dry-run', 'say what would be written; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank init my-campaign --space me/my-campaign', 'rate on a Space, which prank deploy makes'],
          ['prank init my-campaign --local', 'rate on this machine, with prank serve'],
          ['prank init big --preset dibt-10k', 'start from the configuration of a campaign of 10,000 prompts'],
        ],
      }),
    )
    .action((dir: string, flags: InitFlags, command: Command) =>
      run(command, async (context) => {
        const { createInitPorts, resolveInitOptions } = await import('../run/init-options.ts');
        const { dryRunInit, init } = await import('../../campaign/init.ts');
        const options = await resolveInitOptions(dir, flags, context);
        const ports = createInitPorts();
        if (flags.dryRun === true) {
          const planned = await dryRunInit(options, ports);
          return context.reporter.answer('init', { files: [], ...planned }, () =>
            planned.steps.map((step) => renderStep(step)).join('\n'),
          );
        }
        const result = await init(options, ports, context.emit);
        context.reporter.answer('init', result, () => renderResult(result, dir, options.dir));
      }),
    );
}

function renderResult({ files, name, target }: InitResult, dir: string, path: string): string {
  const build = dir === '.' ? prankCommand('build') : prankCommandIn(dir, 'build');
  const { place, others } = describeTarget(target);
  return [
    `Campaign ${name}: ${files.length} files in ${path}.`,
    `Raters answer ${place}.`,
    `To change that, edit \`argilla\` in prank.yaml, or run ${prankCommand('init')} again with --force and ${others}.`,
    `Next: look at prank.yaml, then ${build}`,
  ].join('\n');
}

/** Where raters answer, and the options of `init` that choose another place. */
function describeTarget(target: InitTarget): { place: string; others: string } {
  switch (target.type) {
    case 'local':
      return { place: 'on this machine (argilla: {local: true})', others: '--space or --url' };
    case 'url':
      return { place: `on the server at ${target.url} (argilla: {url: …})`, others: '--space or --local' };
    case 'space':
      return {
        place: `on the Space ${target.space} (argilla: {space: …}), which ${prankCommand('deploy')} creates`,
        others: '--url or --local',
      };
  }
}
