import { compareText } from '../lib/text.ts';
import type { RankedRater } from '../model.ts';
import { nameRaters } from './rater-names.ts';
import type { ReleaseInput } from './release-input.ts';
import { type ReleaseColumn, type ReleaseTable, toTable } from './release-table.ts';

/** Columns of the config `raters`: one row a person with a submitted answer. */
export const ratersColumns: readonly ReleaseColumn<RankedRater>[] = [
  { name: 'rater', type: 'VARCHAR', meaning: 'who answered', cell: ({ rater }) => rater },
  { name: 'answers', type: 'BIGINT', meaning: 'submitted answers in the campaign', cell: (row) => BigInt(row.answers) },
  { name: 'mean', type: 'DOUBLE', meaning: 'mean of their values', cell: ({ mean }) => mean },
  {
    name: 'severity',
    type: 'DOUBLE',
    meaning: 'mean of the others minus their own, over shared prompts; positive = stricter',
    cell: ({ severity }) => severity,
  },
  {
    name: 'consistency',
    type: 'DOUBLE',
    meaning: 'correlation with the mean of the others over shared prompts',
    cell: ({ consistency }) => consistency,
  },
  {
    name: 'agreement',
    type: 'DOUBLE',
    meaning: 'share of pairs with another rater of the same prompt that are equal',
    cell: ({ agreement }) => agreement,
  },
  {
    name: 'flags',
    type: 'VARCHAR[]',
    meaning: '`constant`: ten or more answers, all equal',
    cell: ({ flags }) => flags.toSorted(compareText),
  },
];

/** Every rater by published name; null when the campaign omits raters. */
export function ratersTable(input: ReleaseInput): ReleaseTable | null {
  if (input.campaign.publish.raters === 'omit') return null;
  const nameOf = nameRaters(input);
  const rows = input.ranking.raters
    .map((row) => ({ ...row, rater: nameOf(row.rater) ?? '' }))
    .toSorted((a, b) => compareText(a.rater, b.rater));
  return toTable('raters/train-00000-of-00001.parquet', ratersColumns, rows);
}
