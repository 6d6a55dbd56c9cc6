import type { Command } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

export function registerForget(program: Command, run: RunCommand): void {
  program
    .command('forget')
    .argument('[rater]', 'username or id, as Argilla shows them')
    .description('removes a person from server, ratings log, backup and the next release')
    .option('--all-trial', 'instead: delete every answer before the first release, so that a trial does not count')
    .option('--dry-run', 'count what would be deleted; change nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank forget ada --dry-run', 'how many answers would go?'],
          ['prank forget ada', 'delete them, after a question'],
          ['prank publish', 'then: the next release is without them'],
          ['prank forget --all-trial', 'before the first invitation: start with no answers'],
        ],
        exits: {
          2: 'nobody of that name is known',
          5: 'nobody said yes, or there is a release already; nothing was deleted',
          6: 'answers came in meanwhile; run it again',
        },
      }),
    )
    .action((rater: string | undefined, flags: { allTrial?: boolean; dryRun?: boolean }, command: Command) =>
      run(command, async (context) => {
        const { runForget } = await import('../run/forget.ts');
        await runForget(context, {
          rater: rater ?? null,
          allTrial: flags.allTrial === true,
          dryRun: flags.dryRun === true,
        });
      }),
    );
}
