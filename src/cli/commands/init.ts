import { type Command, Option } from 'commander';
import type { PresetName } from '../../campaign/init.ts';
import { renderHelpText } from './help-text.ts';
import type { InitFlags } from '../run/init-options.ts';
import type { RunCommand } from '../run-command.ts';

const presets: PresetName[] = ['quickstart', 'dibt-10k', 'blank'];

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
        const { runInit } = await import('../run/init.ts');
        await runInit(context, dir, flags);
      }),
    );
}
