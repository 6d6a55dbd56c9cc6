import type { Command } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { PullOptions } from '../../campaign/pull.ts';
import type { RunCommand } from '../run-command.ts';

export function registerPull(program: Command, run: RunCommand): void {
  program
    .command('pull')
    .description('brings what people answered into the ratings log, and the log into the backup')
    .option('--full', 'read everything, also when nobody answered since the last pull')
    .option('--new-dataset', 'the dataset on the server replaces the one pulled before; old answers are kept')
    .option('--accept-deletions', 'what the server lost was taken away on purpose: log it as withdrawn')
    .option('--dry-run', 'count what is new; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank pull', 'what is new; three or four calls when nothing is'],
          ['prank pull --full', 'compare everything'],
          ['prank pull --new-dataset', 'after a new start on another server that is meant; old answers stay'],
        ],
        exits: {
          5: 'the server was reset or lost answers; what was pulled before is safe',
          6: 'the answers are here, but the backup on the Hub failed',
        },
      }),
    )
    .action((flags: PullOptions, command: Command) =>
      run(command, async (context) => {
        const { runPull } = await import('../run/pull.ts');
        await runPull(context, flags);
      }),
    );
}
