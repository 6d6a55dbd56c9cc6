import type { Command } from 'commander';
import type { ForgetResult } from '../../campaign/forget.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

export function registerForget(program: Command, run: RunCommand): void {
  program
    .command('forget')
    .argument('<rater>', 'username or id, as Argilla shows them')
    .description('removes a person from server, ratings log, backup and the next release')
    .option('--dry-run', 'count what would be deleted; change nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank forget ada --dry-run', 'how many answers would go?'],
          ['prank forget ada', 'delete them, after a question'],
          ['prank publish', 'then: the next release is without them'],
        ],
        exits: {
          2: 'nobody of that name is known',
          5: 'nobody said yes; nothing was deleted',
          6: 'answers came in meanwhile; run it again',
        },
      }),
    )
    .action((rater: string, flags: { dryRun?: boolean }, command: Command) =>
      run(command, async (context) => {
        const { forget } = await import('../../campaign/forget.ts');
        const { createBackupPorts } = await import('../wiring/backup.ts');
        const { removeRaterPassword } = await import('../../folder/rater-passwords.ts');
        const campaign = await context.loadCampaign();
        const options = { dryRun: flags.dryRun === true, rater };
        const ports = {
          log: context.logPort(campaign),
          backup: createBackupPorts(context, campaign),
          removePassword: (username: string) => removeRaterPassword(campaign.dir, username),
          confirm: context.confirm,
          now: () => new Date().toISOString(),
        };
        const result = await context.withLock(campaign, 'forget', () =>
          context.withConnection(campaign, options, (connection) =>
            forget(campaign, { connection, ...ports }, options, context.emit),
          ),
        );
        context.reporter.answer('forget', result, () => renderResult(result, options.dryRun));
      }),
    );
}

function renderResult({ responses, versions, notes }: ForgetResult, dryRun: boolean): string {
  const counts = `${responses} answers (${versions} versions in the ratings log)`;
  return dryRun ? `Would delete ${counts}.` : [`Deleted ${counts}.`, ...notes].join('\n');
}
