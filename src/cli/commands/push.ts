import type { Command } from 'commander';
import type { PushResult } from '../../campaign/push.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';

interface PushFlags {
  prune?: boolean;
  dryRun?: boolean;
}

export function registerPush(program: Command, run: RunCommand): void {
  program
    .command('push')
    .description("brings the current wave's prompts into Argilla; writes only what differs")
    .option('--prune', 'also delete records that are no prompt of the campaign any more')
    .option('--dry-run', 'count what would be written; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank push', 'bring in as many prompts as the wave has room for'],
          ['prank push --dry-run', 'count what would be written'],
          ['prank push --prune', 'after a build with fewer prompts: delete the others from Argilla'],
        ],
        exits: {
          5: 'the server was reset, or answers would be lost; nothing was changed',
          6: 'some prompts were refused; all others are in',
        },
      }),
    )
    .action((flags: PushFlags, command: Command) =>
      run(command, async (context) => {
        const { push } = await import('../../campaign/push.ts');
        const campaign = await context.loadCampaign();
        const options = { dryRun: flags.dryRun === true, prune: flags.prune === true };
        const { createBackupPorts } = await import('../wiring/backup.ts');
        const ports = {
          readPrompts: () => context.readPrompts(campaign),
          log: context.logPort(campaign),
          backup: createBackupPorts(context, campaign),
          confirm: context.confirm,
        };
        const result = await context.withLock(campaign, 'push', () =>
          context.withConnection(campaign, options, (connection) =>
            push(campaign, { connection, ...ports }, options, context.emit),
          ),
        );
        context.reporter.answer('push', result, () => renderPush(result, options.dryRun));
      }),
    );
}

/** What people read of it. */
export function renderPush(
  { added, updated, unchanged, removed, live, waiting, stray }: PushResult,
  dryRun: boolean,
): string {
  const would = dryRun ? 'Would be: ' : '';
  const left =
    stray === 0
      ? ''
      : `\n${stray} records in Argilla are no prompt of the campaign (any more); ${prankCommand('push', '--prune')} deletes them.`;
  return `${would}${added} added, ${updated} updated, ${unchanged} unchanged, ${removed} removed. ${live} prompts are waiting for answers, ${waiting} for a later wave.${left}`;
}
