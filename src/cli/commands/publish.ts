import type { Command } from 'commander';
import type { RunCommand } from '../run-command.ts';
import { renderHelpText } from './help-text.ts';

interface PublishFlags {
  to?: string;
  dryRun?: boolean;
  newPseudonyms?: boolean;
}

export function registerPublish(program: Command, run: RunCommand): void {
  program
    .command('publish')
    .description(
      'makes the release, ranked dataset and card, and brings it to the Hub where prank.yaml names a dataset',
    )
    .option('--to <dir>', 'write the folder there and stop: nothing is uploaded')
    .option(
      '--new-pseudonyms',
      'accept another key than that of the last release, or make one: all raters get new names',
    )
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
          5: 'what is there is not from prank or of another campaign, or the key of the pseudonyms is missing or another one; nothing was published',
        },
      }),
    )
    .action((flags: PublishFlags, command: Command) =>
      run(command, async (context) => {
        const { runPublish } = await import('../run/publish.ts');
        const { to = null, dryRun = false, newPseudonyms = false } = flags;
        await runPublish(context, { to, dryRun, newPseudonyms });
      }),
    );
}
