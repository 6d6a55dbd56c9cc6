import { compareText } from '../../lib/text/text.ts';
import { PreciseTime } from '../../lib/files/parquet-file.ts';
import { type ReleaseColumn, type ReleaseTable, toTable, wholeValue } from './release-table.ts';
import type { ReleasedAnswer, ReleasedPrompt } from './released-prompts.ts';

export interface RatingRow extends ReleasedAnswer {
  promptId: string;
}

/** Columns of the config `ratings`: one row per answer. */
export const ratingsColumns: readonly ReleaseColumn<RatingRow>[] = [
  { name: 'prompt_id', type: 'VARCHAR', meaning: '`id` of the prompt', cell: ({ promptId }) => promptId },
  { name: 'rater', type: 'VARCHAR', meaning: 'who answered', cell: ({ rater }) => rater },
  {
    name: 'value',
    type: 'BIGINT',
    meaning: 'the rating; null where none was chosen',
    cell: ({ value }) => (value === null ? null : wholeValue(value)),
  },
  { name: 'status', type: 'VARCHAR', meaning: 'submitted or discarded', cell: ({ status }) => status },
  {
    name: 'answered_at',
    // Microseconds in UTC: `datasets` and pandas read it as a time with a zone, not as text.
    type: 'TIMESTAMP WITH TIME ZONE',
    meaning: 'when the answer got its present form, UTC',
    cell: ({ answeredAt, microseconds }) => (answeredAt === null ? null : new PreciseTime(answeredAt, microseconds)),
  },
];

/** The answers to released prompts, by prompt id, then rater. */
export function ratingsTable(prompts: readonly ReleasedPrompt[]): ReleaseTable {
  const rows = prompts
    .toSorted((a, b) => compareText(a.prompt.id, b.prompt.id))
    .flatMap(({ prompt, answers }) => answers.map((answer) => ({ ...answer, promptId: prompt.id })));
  return toTable('ratings/train-00000-of-00001.parquet', ratingsColumns, rows);
}
