import { type ReleaseColumn, type ReleaseTable, toTable, wholeValue } from './release-table.ts';
import { type ReleasedPrompt, submittedValues } from './released-prompts.ts';
import { renderStableJson } from '../stable-json.ts';

/** Columns of the default config. The first ten are those of 10k_prompts_ranked: same names, order and types. */
export const promptColumns: readonly ReleaseColumn<ReleasedPrompt>[] = [
  { name: 'prompt', type: 'VARCHAR', meaning: 'the prompt', cell: ({ prompt }) => prompt.prompt },
  {
    name: 'quality',
    type: 'STRUCT(user_id VARCHAR, "value" VARCHAR, status VARCHAR)[]',
    meaning: 'every submitted and discarded answer; `value` is text, null where no rating was chosen',
    cell: ({ answers }) =>
      answers.map(({ userId, value, status }) => ({
        user_id: userId,
        value: value === null ? null : String(value),
        status,
      })),
  },
  {
    name: 'metadata',
    type: 'VARCHAR',
    meaning: 'what the source told beside the prompt, as JSON',
    cell: ({ prompt }) => renderStableJson(prompt.metadata),
  },
  { name: 'avg_rating', type: 'DOUBLE', meaning: 'mean of the submitted values', cell: ({ item }) => item.mean },
  {
    name: 'num_responses',
    type: 'BIGINT',
    meaning: 'number of submitted answers',
    cell: (row) => BigInt(submittedValues(row).length),
  },
  {
    name: 'agreement_ratio',
    type: 'DOUBLE',
    meaning: 'share of the most common value; null below two answers',
    cell: ({ item }) => item.agreementRatio,
  },
  {
    name: 'raw_responses',
    type: 'BIGINT[]',
    meaning: 'the submitted values, in the order of `quality`',
    cell: (row) => submittedValues(row).map(wholeValue),
  },
  { name: 'kind', type: 'VARCHAR', meaning: 'human, synthetic or unknown', cell: ({ prompt }) => prompt.kind },
  {
    name: 'cluster_description',
    type: 'VARCHAR',
    meaning: 'null unless the source carries it',
    cell: ({ prompt }) => textOrNull(prompt.metadata['cluster_description']),
  },
  {
    name: 'topic',
    type: 'VARCHAR',
    meaning: 'null unless the source carries it',
    cell: ({ prompt }) => textOrNull(prompt.metadata['topic']),
  },
  { name: 'id', type: 'VARCHAR', meaning: 'hash of the normalized text', cell: ({ prompt }) => prompt.id },
  { name: 'source', type: 'VARCHAR', meaning: 'where the prompt is from', cell: ({ prompt }) => prompt.source },
  { name: 'license', type: 'VARCHAR', meaning: 'licence of the source', cell: ({ prompt }) => prompt.license },
  { name: 'rank', type: 'BIGINT', meaning: '1 = best, by `score`, ties by `id`', cell: ({ rank }) => BigInt(rank) },
  { name: 'score', type: 'DOUBLE', meaning: "score on the question's scale", cell: ({ item }) => item.score },
  { name: 'score_low', type: 'DOUBLE', meaning: 'lower end of its 95 % interval', cell: ({ item }) => item.scoreLow },
  { name: 'score_high', type: 'DOUBLE', meaning: 'upper end of its 95 % interval', cell: ({ item }) => item.scoreHigh },
  {
    name: 'tier',
    type: 'VARCHAR',
    meaning: 'A is best; prompts whose order the data cannot tell share a tier',
    cell: ({ item }) => item.tier,
  },
];

export const promptsPath = 'data/train-00000-of-00001.parquet';

/** The default config. */
export function promptTable(prompts: readonly ReleasedPrompt[]): ReleaseTable {
  return toTable(promptsPath, promptColumns, prompts);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
