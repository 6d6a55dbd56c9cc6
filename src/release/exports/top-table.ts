import type { TopExport } from '../../model.ts';
import { type ReleaseColumn, type ReleaseTable, toTable } from '../tables/release-table.ts';
import type { RankedPrompt } from '../tables/released-prompts.ts';
import { findCertainty } from './certainty.ts';

export interface SeedPrompt extends RankedPrompt {
  certainty: number;
}

/**
 * Columns of the config `top`. There is no `messages` beside `prompt`: trainers take either as the content of a row,
 * and they don't all choose the same one.
 */
export const topColumns: readonly ReleaseColumn<SeedPrompt>[] = [
  { name: 'prompt', type: 'VARCHAR', meaning: 'the prompt', cell: ({ prompt }) => prompt.prompt },
  { name: 'id', type: 'VARCHAR', meaning: '`id` in the default config', cell: ({ prompt }) => prompt.id },
  { name: 'score', type: 'DOUBLE', meaning: "score on the question's scale", cell: ({ item }) => item.score },
  { name: 'score_low', type: 'DOUBLE', meaning: 'lower end of its 95 % interval', cell: ({ item }) => item.scoreLow },
  { name: 'score_high', type: 'DOUBLE', meaning: 'upper end of its 95 % interval', cell: ({ item }) => item.scoreHigh },
  {
    name: 'certainty',
    type: 'DOUBLE',
    meaning: 'probability that the score is at least the one that was asked for',
    cell: ({ certainty }) => certainty,
  },
  {
    name: 'num_responses',
    type: 'BIGINT',
    meaning: 'number of submitted answers',
    cell: ({ item }) => BigInt(item.answers),
  },
  { name: 'kind', type: 'VARCHAR', meaning: 'human, synthetic or unknown', cell: ({ prompt }) => prompt.kind },
  { name: 'source', type: 'VARCHAR', meaning: 'where the prompt is from', cell: ({ prompt }) => prompt.source },
  { name: 'license', type: 'VARCHAR', meaning: 'licence of the source', cell: ({ prompt }) => prompt.license },
];

/** The prompts whose scores are certain enough to be high enough, best first. */
export function selectSeedPrompts(rows: readonly RankedPrompt[], { score, certainty }: TopExport): SeedPrompt[] {
  return rows.flatMap((row) => {
    const own = findCertainty(row.item, score);
    return own === null || own < certainty ? [] : [{ ...row, certainty: own }];
  });
}

/** The config `top`. */
export function topTable(rows: readonly SeedPrompt[]): ReleaseTable {
  return toTable('top/train-00000-of-00001.parquet', topColumns, rows);
}
