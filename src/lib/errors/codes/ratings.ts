import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Ranking files of ratings, and simulation. These change nothing in a campaign. */
export const ratingCodes = {
  ratings_invalid: {
    exit: ExitCode.usage,
    cause:
      "The file of ratings has a row that can't be read, or a column can't be found. The message names the place and the columns that exist.",
    remedy:
      'Correct the place that the message names. Each row is one rating, with a column each for rater, item and value; name columns with `--rater`, `--item` and `--value`. For a table with one column per rater or per item, use `--wide`.',
  },
  nothing_to_adopt: {
    exit: ExitCode.usage,
    cause:
      'What `prank adopt` was given holds no prompts with answers in a form that prank can take over. Nothing was written.',
    remedy:
      'Name a release of prank, or a table with a column `prompt` and a column `quality` that lists answers as `{user_id, value, status}`. For prompts without answers, use `prank init` and name the file as a source.',
  },
  ratings_file_unreadable: {
    exit: ExitCode.usage,
    cause: "The file of ratings can't be opened, or does not exist.",
    remedy: 'Name a CSV, TSV, JSON, JSON Lines or Parquet file that you may read.',
  },
  ratings_contradict: {
    exit: ExitCode.usage,
    cause: 'Two rows disagree about the same item, for example about its text.',
    remedy: 'Give every row of an item the same text, kind and source, or leave them empty.',
  },
  duplicate_rating: {
    exit: ExitCode.usage,
    cause: "A rater rated the same item twice, and prank can't see which rating counts.",
    remedy: 'Keep one of the two ratings, usually the newer one.',
  },
  rating_not_a_number: {
    exit: ExitCode.usage,
    cause: 'A rating is not a number.',
    remedy: 'Correct the row: ratings are finite numbers.',
  },
  unknown_item: {
    exit: ExitCode.usage,
    cause: 'A rating is for an item that is not in the list of items.',
    remedy: 'Rank only ratings of items in the list, or add the item.',
  },
  value_off_scale: {
    exit: ExitCode.usage,
    cause: 'A rating is not one of the values on the scale.',
    remedy: 'Correct the row, or give `--scale` all values, such as `--scale 1,2,3,4,5`.',
  },
  scale_too_long: {
    exit: ExitCode.usage,
    cause: 'The ratings have more than 11 different values; the ranking works with scales of 2 to 11.',
    remedy: 'Round the ratings to at most 11 steps, for example 0 to 10, and rank again.',
  },
  scale_without_input: {
    exit: ExitCode.usage,
    cause: '`--scale` was given without `--input`. A campaign has its scale in prank.yaml.',
    remedy: 'Leave `--scale` out, or name a file with `--input FILE`.',
  },
  columns_without_input: {
    exit: ExitCode.usage,
    cause:
      '`--rater`, `--item`, `--value` or `--wide` was given without `--input`. They say where a file has its ratings.',
    remedy: 'Leave the option out to rank the campaign, or name a file with `--input FILE`.',
  },
  ranking_file_ending: {
    exit: ExitCode.usage,
    cause: 'The name after `--out` does not show the format.',
    remedy: 'Use a name that ends in .csv, .json or .parquet.',
  },
  table_file_ending: {
    exit: ExitCode.usage,
    cause: 'The name after `--out` does not show the format.',
    remedy: 'Use a name that ends in .csv or .json.',
  },
  report_file_ending: {
    exit: ExitCode.usage,
    cause: 'The name after `--report` is not that of an HTML page.',
    remedy: 'Use a name that ends in .html.',
  },
  too_few_raters: {
    exit: ExitCode.usage,
    cause: 'The simulation asks for more answers per prompt than there are raters, and nobody rates a prompt twice.',
    remedy: 'Give more people with `--raters`, or a smaller `--overlap`.',
  },
} as const satisfies ErrorCases;
