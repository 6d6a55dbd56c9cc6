import type { Command } from 'commander';
import type { PullResult } from '../../campaign/pull.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

interface PullFlags {
  full?: boolean;
  newDataset?: boolean;
  acceptDeletions?: boolean;
  dryRun?: boolean;
}

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
          ['prank pull', 'what is new; two or three calls when nothing is'],
          ['prank pull --full', 'compare everything'],
          ['prank pull --new-dataset', 'after a new start on another server that is meant; old answers stay'],
        ],
        exits: {
          5: 'the server was reset or lost answers; what was pulled before is safe',
          6: 'the answers are here, but the backup on the Hub failed',
        },
      }),
    )
    .action((flags: PullFlags, command: Command) =>
      run(command, async (context) => {
        const { pull } = await import('../../campaign/pull.ts');
        const campaign = await context.loadCampaign();
        const options = {
          dryRun: flags.dryRun === true,
          full: flags.full === true,
          newDataset: flags.newDataset === true,
          acceptDeletions: flags.acceptDeletions === true,
        };
        const { createBackupPorts } = await import('../wiring/backup.ts');
        const ports = {
          log: context.logPort(campaign),
          backup: createBackupPorts(context, campaign),
          now: () => new Date().toISOString(),
        };
        const result = await context.withLock(campaign, 'pull', () =>
          context.withConnection(campaign, options, (connection) =>
            pull(campaign, { connection, ...ports }, options, context.emit),
          ),
        );
        context.reporter.answer('pull', result, () => renderPull(result));
      }),
    );
}

/** What people read of it. */
export function renderPull(result: PullResult): string {
  const news = result.unchanged
    ? 'Nothing new since the last pull'
    : `${result.new} new, ${result.changed} changed, ${result.deleted} deleted`;
  const backup = result.backup === null ? '' : ` Backed up (commit ${result.backup.slice(0, 12)}).`;
  return `${news}. ${result.total} answers of ${result.raters} raters in the ratings log.${backup}`;
}
