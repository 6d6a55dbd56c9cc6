import { type Command, InvalidArgumentError, Option } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';
import type { RankFlags } from '../run/rank.ts';

export function registerRank(program: Command, run: RunCommand): void {
  program
    .command('rank')
    .description('the ranking as a table')
    .option(
      '--input <file>',
      'rank the ratings in this file instead: CSV, TSV, JSON, JSON Lines or Parquet, also with .gz, one rating per row ' +
        'with 2 to 11 different values, or a list of answers per prompt as in 10k_prompts_ranked; or a release, in a folder ' +
        'or on the Hub (hub:owner/name)',
    )
    .option('--rater <column>', 'the column of --input that says who rated; usual names such as annotator are found')
    .option('--item <column>', 'the column that says what was rated; item_id, prompt and others are found')
    .option('--value <column>', 'the column of ratings; rating, score, label and others are found')
    .addOption(
      new Option(
        '--wide [columns]',
        'the table has one column for each of the raters or for each of the items',
      ).choices(['raters', 'items']),
    )
    .option('--scale <values>', 'all values that can be chosen in --input, such as 1,2,3,4,5', parseScale)
    .option('--out <file>', 'write the whole ranking: .csv, .json or .parquet')
    .option(
      '--report <file>',
      'write a page that can be sent round: .html, with charts, agreement, raters, best and last',
    )
    .option('--top <n>', 'rows to print, and to show in the report', parseCount, 20)
    .option('--raters', 'also print the raters')
    .option('--charts', 'also draw ratings, agreement, raters and days')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank rank --report ranking.html', 'a page with charts to send round'],
          ['prank rank --input ratings.csv --value quality', 'rank ratings from anywhere'],
          ['prank rank --input hub:data-is-better-together/10k_prompts_ranked', 'a dataset on the Hub'],
          [
            'prank rank --input sheet.csv --wide',
            'one row per prompt and one column per rater, or the other way round',
          ],
        ],
      }),
    )
    .action((flags: RankFlags, command: Command) =>
      run(command, async (context) => {
        const { runRank } = await import('../run/rank.ts');
        await runRank(context, flags);
      }),
    );
}

/** 2 to 11 numbers, ascending. */
function parseScale(text: string): number[] {
  const words = text.split(',').map((word) => word.trim());
  const values = words.map(Number);
  const isAscending = values.every((value, index) => index === 0 || value > (values[index - 1] ?? value));
  if (words.includes('') || !values.every(Number.isFinite) || !isAscending || values.length < 2 || values.length > 11) {
    throw new InvalidArgumentError('It must be 2 to 11 ascending numbers with commas between them.');
  }
  return values;
}

function parseCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
