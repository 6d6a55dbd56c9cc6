import type { Command } from 'commander';
import type { RunCommand } from '../run-command.ts';
import { renderHelpText } from './help-text.ts';

export function registerRestore(program: Command, run: RunCommand): void {
  program
    .command('restore')
    .description('brings raters, records and every answer back to a server that lost them, from backup and ratings log')
    .option('--dry-run', 'print the plan; change nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank restore --dry-run', 'what would come back?'],
          ['prank restore', 'bring it back; what is there already is kept'],
        ],
        exits: {
          5: 'nothing to restore from, or the server has answers of another campaign; nothing was changed',
          6: 'some records are not back, or the backup was not brought up to date; the rest is done',
        },
      }),
    )
    .action((flags: { dryRun?: boolean }, command: Command) =>
      run(command, async (context) => {
        const { runRestore } = await import('../run/restore.ts');
        await runRestore(context, flags.dryRun === true);
      }),
    );
}
