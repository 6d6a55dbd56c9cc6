import { compareText } from '../../lib/text/text.ts';
import type { ReleaseInput } from '../input.ts';
import { type ReleaseColumn, type ReleaseTable, toTable, wholeValue } from './release-table.ts';
import type { PromptAnswer, ReleasedPrompt } from './released-prompts.ts';

export interface RatingRow extends PromptAnswer {
  /** Whether the prompt is in the default config. */
  released: boolean;
}

/** Columns of the config `ratings`: one row per answer. */
const ratingsColumns: readonly ReleaseColumn<RatingRow>[] = [
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
    cell: ({ answeredAt }) => answeredAt,
  },
  {
    name: 'first_answered_at',
    type: 'TIMESTAMP WITH TIME ZONE',
    meaning: 'when it was first given, UTC',
    cell: ({ firstAnsweredAt }) => firstAnsweredAt,
  },
  {
    name: 'released',
    type: 'BOOLEAN',
    meaning: 'false = to a prompt that is left out for too few answers; the scores rest on it all the same',
    cell: ({ released }) => released,
  },
  {
    name: 'excluded',
    type: 'VARCHAR',
    meaning: 'the rule that left the rater out of the ranking; null = the answer counts',
    cell: () => null,
  },
];

const roundColumn: ReleaseColumn<RatingRow> = {
  name: 'round',
  type: 'BIGINT',
  meaning: 'the round that the answer is of, from 1; the last one is this campaign',
  cell: ({ round }) => BigInt(round),
};

/** The columns of a release: `round` only if there are several. */
export function chooseRatingsColumns({
  rounds = [],
}: Pick<ReleaseInput, 'rounds'>): readonly ReleaseColumn<RatingRow>[] {
  return rounds.length === 0 ? ratingsColumns : [...ratingsColumns, roundColumn];
}

export const ratingsPath = 'ratings/train-00000-of-00001.parquet';

/** All answers that the scores rest on, and discarded ones, by prompt id, then rater. `prompts` = the default config. */
export function ratingsTable(
  input: Pick<ReleaseInput, 'rounds'>,
  answers: ReadonlyMap<string, readonly PromptAnswer[]>,
  prompts: readonly ReleasedPrompt[],
): ReleaseTable {
  const released = new Set(prompts.map(({ prompt }) => prompt.id));
  const rows = [...answers]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([promptId, own]) => own.map((answer) => ({ ...answer, released: released.has(promptId) })));
  return toTable(ratingsPath, chooseRatingsColumns(input), rows);
}
