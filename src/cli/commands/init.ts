import { type Command, InvalidArgumentError, Option } from 'commander';
import type { InitOptions } from '../../campaign/init.ts';
import { renderHelpText } from '../help-text.ts';
import { renderStep } from '../output/step.ts';
import type { InitFlags } from '../init-options.ts';
import type { RunCommand } from '../run-command.ts';
import { prankCommandIn } from '../../lib/shell-command.ts';

const presets: InitOptions['preset'][] = ['quickstart', 'dibt-10k', 'blank'];

export function registerInit(program: Command, run: RunCommand): void {
  program
    .command('init')
    .description('makes a campaign from a preset: prank.yaml, guidelines.md and data to start with')
    .argument('[dir]', 'folder of the campaign', '.')
    .addOption(new Option('--preset <name>', 'what to start from (default: quickstart)').choices(presets))
    .option('--name <name>', 'name of the campaign')
    .option('--space <owner/name>', 'rate on a Hugging Face Space, which prank deploy makes')
    .option('--url <url>', 'rate on the Argilla server at this address', parseUrl)
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
        const { createInitPorts, resolveInitOptions } = await import('../init-options.ts');
        const { dryRunInit, init } = await import('../../campaign/init.ts');
        const options = await resolveInitOptions(dir, flags, context);
        const ports = createInitPorts();
        if (flags.dryRun === true) {
          const steps = await dryRunInit(options, ports);
          return context.reporter.answer('init', { files: [], steps }, () =>
            steps.map((step) => renderStep(step)).join('\n'),
          );
        }
        const result = await init(options, ports, context.emit);
        context.reporter.answer(
          'init',
          result,
          () =>
            `A campaign of ${result.files.length} files in ${options.dir}.\nNext: look at prank.yaml, then ${prankCommandIn(dir, 'build')}`,
        );
      }),
    );
}

function parseUrl(text: string): string {
  if (/^https?:\/\/\S+$/.test(text)) return text;
  throw new InvalidArgumentError('It must start with http:// or https://.');
}
