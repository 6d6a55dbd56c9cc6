import type { Explanations } from './explanation.ts';

/** Ranking files of ratings, and simulating. Nothing of a campaign is touched by these. */
export const ratingCases = {
  ratings_invalid: {
    cause:
      "The file of ratings does not have the columns that are needed, or a row in it can't be understood. The message names the place.",
    cure: 'Give it the columns rater, item and value, one rating a row.',
  },
  ratings_file_unreadable: {
    cause: "The file of ratings can't be read.",
    cure: 'Name a CSV or Parquet file with the columns rater, item and value.',
  },
  ratings_contradict: {
    cause: 'Two rows say different things about the same item, for example two texts.',
    cure: 'Give every row of an item the same text, kind and source, or leave them empty.',
  },
  duplicate_rating: {
    cause: "A rater rated the same item twice, and prank can't tell which counts.",
    cure: 'Keep one of the two rows, usually the newer one.',
  },
  rating_not_a_number: {
    cause: 'A rating is not a number.',
    cure: 'Correct the row: ratings are finite numbers.',
  },
  unknown_item: {
    cause: 'A rating is of an item that is not in the list of items.',
    cure: 'Rank the ratings of known items only, or add the item.',
  },
  value_off_scale: {
    cause: 'A rating is not one of the values that can be chosen.',
    cure: 'Correct the row, or give `--scale` all values, such as `--scale 1,2,3,4,5`.',
  },
  scale_too_long: {
    cause: 'The ratings have more than 11 different values; the ranking works with scales of 2 to 11.',
    cure: 'Round the ratings, for example to 0 to 10, and rank again.',
  },
  scale_without_input: {
    cause: '`--scale` was given without `--input`. A campaign has its scale in prank.yaml.',
    cure: 'Leave `--scale` away, or name a file with `--input FILE`.',
  },
  ranking_file_ending: {
    cause: 'The name after `--out` does not tell the format.',
    cure: 'End it with .csv, .json or .parquet.',
  },
  table_file_ending: {
    cause: 'The name after `--out` does not tell the format.',
    cure: 'End it with .csv or .json.',
  },
  report_file_ending: {
    cause: 'The name after `--report` is not that of a page.',
    cure: 'End it with .html.',
  },
  too_few_raters: {
    cause: 'The simulation wants more answers a prompt than there are raters, and nobody rates a prompt twice.',
    cure: 'Name more people with `--raters`, or a smaller `--overlap`.',
  },
} as const satisfies Explanations;
