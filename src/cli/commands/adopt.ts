import type { Command } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { AdoptFlags } from '../run/adopt.ts';
import type { RunCommand } from '../run-command.ts';

export function registerAdopt(program: Command, run: RunCommand): void {
  program
    .command('adopt')
    .description(
      'make a campaign from what exists: an Argilla dataset with its raters, or a published one; change nothing there',
    )
    .argument('[dir]', 'folder of the campaign', '.')
    .option('--url <url>', 'the Argilla or Extralit server whose dataset to adopt; its key is ARGILLA_API_KEY')
    .option('--workspace <name>', 'the workspace of that dataset')
    .option('--dataset <name>', 'the name of that dataset')
    .option('--field <name>', 'the field with the prompt, if there are several')
    .option('--question <name>', 'the question that rates the prompt, if there are several')
    .option(
      '--scale <options>',
      'the options of a label question, from worst to best, such as "bad,ok,good"',
      parseScale,
    )
    .option(
      '--hub <dataset>',
      'instead of a server, a dataset on the Hub: a release of prank, or a table like 10k_prompts_ranked (owner/name, or owner/name@revision)',
    )
    .option('--release <folder>', 'the same, in a folder')
    .option('--space <owner/name>', 'with --hub or --release: rate on a Hugging Face Space, which prank deploy makes')
    .option('--local', 'with --hub or --release: rate on the embedded server of this machine (the default)')
    .option('--name <name>', 'name of the campaign (default: the name of its folder)')
    .option('--dry-run', 'read everything and say what would be written; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        notes: `With --hub or --release, --url is the server on which the next round is rated. The answers that are there become an earlier
round: they count in the ranking, and every prompt is asked again.`,
        examples: [
          [
            'prank adopt mine --url https://argilla.example.org --workspace team --dataset prompts',
            'go on with a dataset and its raters',
          ],
          [
            'prank adopt second --hub data-is-better-together/10k_prompts_ranked',
            'a second round of a published dataset',
          ],
          ['prank adopt second --hub owner/prompts-ranked@v2 --space me/rating', 'of a release, rated on a Space'],
        ],
      }),
    )
    .action((dir: string, flags: AdoptFlags, command: Command) =>
      run(command, async (context) => {
        const { runAdopt } = await import('../run/adopt.ts');
        await runAdopt(context, dir, flags);
      }),
    );
}

function parseScale(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}
