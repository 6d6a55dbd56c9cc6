import { type ReleaseColumn, type ReleaseTable, toTable } from '../tables/release-table.ts';
import type { RankedPrompt } from '../tables/released-prompts.ts';
import type { PromptPair } from './choose-pairs.ts';

/**
 * Columns of the config `preferences`. Trainers of reward models use `chosen` and `rejected` as they are. There is no
 * `prompt`, which they would prepend to both, and no `margin`, which TRL would add to its loss unasked.
 */
export const preferencesColumns: readonly ReleaseColumn<PromptPair>[] = [
  { name: 'chosen', type: 'VARCHAR', meaning: 'the better prompt', cell: ({ chosen }) => chosen.prompt.prompt },
  { name: 'rejected', type: 'VARCHAR', meaning: 'the worse prompt', cell: ({ rejected }) => rejected.prompt.prompt },
  {
    name: 'score_difference',
    type: 'DOUBLE',
    meaning: '`chosen_score` − `rejected_score`, in steps of the scale',
    cell: ({ chosen, rejected }) =>
      chosen.item.score === null || rejected.item.score === null
        ? null
        : Math.round((chosen.item.score - rejected.item.score) * 1e6) / 1e6,
  },
  ...sideColumns('chosen'),
  ...sideColumns('rejected'),
];

function sideColumns(side: keyof PromptPair): ReleaseColumn<PromptPair>[] {
  const column = (
    name: string,
    type: 'VARCHAR' | 'DOUBLE',
    meaning: string,
    cell: (row: RankedPrompt) => string | number | null,
  ): ReleaseColumn<PromptPair> => ({ name: `${side}_${name}`, type, meaning, cell: (pair) => cell(pair[side]) });
  return [
    column('id', 'VARCHAR', '`id` in the default config', ({ prompt }) => prompt.id),
    column('score', 'DOUBLE', "score on the question's scale", ({ item }) => item.score),
    column('score_low', 'DOUBLE', 'lower end of its 95 % interval', ({ item }) => item.scoreLow),
    column('score_high', 'DOUBLE', 'upper end of its 95 % interval', ({ item }) => item.scoreHigh),
    column('kind', 'VARCHAR', 'human, synthetic or unknown', ({ prompt }) => prompt.kind),
    column('source', 'VARCHAR', 'where the prompt is from', ({ prompt }) => prompt.source),
    column('license', 'VARCHAR', 'licence of the source', ({ prompt }) => prompt.license),
  ];
}

/** The config `preferences`. */
export function preferencesTable(pairs: readonly PromptPair[]): ReleaseTable {
  return toTable('preferences/train-00000-of-00001.parquet', preferencesColumns, pairs);
}
