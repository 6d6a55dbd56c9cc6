import type { Command } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';
import type { SyncOptions } from '../../campaign/sync.ts';

export function registerSync(program: Command, run: RunCommand): void {
  program
    .command('sync')
    .description(
      'one round of a running campaign, for schedulers: pull, backup, next wave, ranking, publish; needs only prank.yaml and the secrets',
    )
    .option('--full', 'read and compare everything, also where nothing seems new; once a day it is done anyway')
    .option('--dry-run', 'say what would be done; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        notes:
          'The secrets are HF_TOKEN, ARGILLA_API_KEY and PRANK_PSEUDONYM_KEY, in the environment or in .env. The first release is yours to make, with prank publish, unless publish.auto is true. Later ones come at most once a day (publish.every).',
        examples: [
          ['prank sync', 'every few hours, from a scheduler or by hand'],
          ['prank sync --dry-run', 'what would it do?'],
          ['prank sync --full', 'compare everything now'],
        ],
        exits: {
          0: 'done, also when nothing was to do: then it says "Unchanged"',
          5: 'stopped before harm: another prank is at work, or the server was reset',
          6: 'a part failed; the next sync does it',
        },
      }),
    )
    .action((flags: SyncOptions, command: Command) =>
      run(command, async (context) => {
        const { runSync } = await import('../run/sync.ts');
        await runSync(context, flags);
      }),
    );
}
