import type { Command } from 'commander';
import type { RunCommand } from '../run-command.ts';
import { renderHelpText } from './help-text.ts';

export function registerVerify(program: Command, run: RunCommand): void {
  program
    .command('verify')
    .argument(
      '[release]',
      'a folder, or a dataset on the Hub: owner/name or owner/name@revision (default: the release of this campaign)',
    )
    .description('rank a release again from its own answers, and compare everything it publishes; change nothing')
    .option(
      '--against <release>',
      'also say what is new since this release: rows, answers, and scores beyond their earlier interval',
    )
    .addHelpText(
      'after',
      renderHelpText({
        notes: `Compared are the tables, cell by cell; every line of the card; and by their hashes the charts and the dashboard. Licences
are checked too. Nothing but the release is needed: no account, no prank.yaml, no server.`,
        examples: [
          ['prank verify owner/prompts-ranked', 'does this dataset say what its answers give?'],
          ['prank verify owner/prompts-ranked@v2', 'an earlier release'],
          ['prank verify owner/prompts-ranked --against owner/prompts-ranked@v2', 'what is new since version 2?'],
          ['prank verify preview', 'the folder that prank publish --to wrote'],
        ],
        exits: { 0: 'everything is the same', 6: 'something differs; --json lists all of it' },
      }),
    )
    .action((release: string | undefined, { against = null }: { against?: string | null }, command: Command) =>
      run(command, async (context) => {
        const { runVerify } = await import('../run/verify.ts');
        await runVerify(context, release ?? null, against);
      }),
    );
}
