import type { Command } from 'commander';
import type { RunCommand } from '../run-command.ts';
import { renderHelpText } from './help-text.ts';

interface PublishFlags {
  to?: string;
  dryRun?: boolean;
}

export function registerPublish(program: Command, run: RunCommand): void {
  program
    .command('publish')
    .description(
      'makes the release, ranked dataset and card, and brings it to the Hub where prank.yaml names a dataset',
    )
    .option('--to <dir>', 'write the folder there and stop: nothing is uploaded')
    .option('--dry-run', 'say whether anything would change; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank publish --to preview', 'look at the release before anybody else does'],
          ['prank publish', 'a commit and a tag on the Hub, if anything changed'],
        ],
        exits: {
          2: 'nothing to release yet, or a licence is undecided',
          3: 'the token may not write there; nothing was changed',
          5: 'what is there is not from prank, or the key of the pseudonyms is missing; nothing was changed',
        },
      }),
    )
    .action((flags: PublishFlags, command: Command) =>
      run(command, async (context) => {
        const { runPublish } = await import('../run/publish.ts');
        await runPublish(context, { to: flags.to ?? null, dryRun: flags.dryRun === true });
      }),
    );
}
