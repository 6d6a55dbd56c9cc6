import type { Command } from 'commander';
import type { RunCommand } from '../run-command.ts';
import type { SyncFlags } from '../run-sync.ts';

export function registerSync(program: Command, run: RunCommand): void {
  program
    .command('sync')
    .description(
      'one round of a running campaign, for schedulers: pull, backup, next wave, ranking, publish; needs only prank.yaml and the secrets',
    )
    .option('--full', 'read and compare everything, also where nothing seems new; once a day it is done anyway')
    .option('--dry-run', 'say what would be done; write nothing')
    .action((flags: SyncFlags, command: Command) =>
      run(command, async (context) => {
        const { runSync } = await import('../run-sync.ts');
        await runSync(context, flags);
      }),
    );
}
