import type { Command } from 'commander';
import type { PushOptions } from '../../campaign/push.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

export function registerPush(program: Command, run: RunCommand): void {
  program
    .command('push')
    .description("brings the current wave's prompts into Argilla; writes only what differs")
    .option('--prune', 'also delete records that are no prompt of the campaign any more')
    .option('--again', 'also push prompts that somebody deleted in Argilla')
    .option('--overwrite', 'give records whose text was changed in Argilla their text again, even if it was answered')
    .option('--dry-run', 'count what would be written; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank push', 'bring in as many prompts as the wave has room for'],
          ['prank push --dry-run', 'count what would be written'],
          ['prank push --again', 'bring back what was deleted in Argilla'],
          ['prank push --prune', 'after a build with fewer prompts: delete the others from Argilla'],
        ],
        exits: {
          5: 'the server was reset, or answers or an answered text would be lost; nothing was changed',
          6: 'some prompts were refused; all others are in',
        },
      }),
    )
    .action((flags: PushOptions, command: Command) =>
      run(command, async (context) => {
        const { runPush } = await import('../run/push.ts');
        await runPush(context, flags);
      }),
    );
}
