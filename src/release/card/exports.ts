import { renderColumnTable } from './tables.ts';
import type { Exports } from '../exports/make-exports.ts';
import { preferencesColumns } from '../exports/preferences-table.ts';
import { topColumns } from '../exports/top-table.ts';
import { codeBlock } from './markdown.ts';
import type { ReleaseInput } from '../input.ts';
import { countOf, showCount } from '../../lib/text/numbers.ts';

/** What the training exports contain, how they were selected, and code that uses them. */
export function renderExports({ top, preferences }: Exports, { campaign }: ReleaseInput): string {
  const name = JSON.stringify(campaign.publish.dataset ?? 'path/to/this/folder');
  return [
    ...(top === null ? [] : renderTop(top, name)),
    ...(preferences === null ? [] : renderPreferences(preferences, name)),
  ].join('\n\n');
}

function renderTop({ settings: { score, certainty }, rows }: NonNullable<Exports['top']>, name: string): string[] {
  const code = [
    `seeds = load_dataset(${name}, "top", split="train")`,
    'chats = seeds.map(',
    '    lambda row: {"messages": [{"role": "user", "content": row["prompt"]}]}, remove_columns=seeds.column_names',
    ')',
  ];
  return [
    `### \`top\`: ${countOf(rows.length, 'prompt')} to generate from`,
    [
      `The prompts whose score is at least ${score} with a probability of ${certainty} or more, best first. The probability is in`,
      `\`certainty\`, and can be checked by the columns: P(Z ≤ 1.96 · (\`score\` − ${score}) / (\`score\` − \`score_low\`)) for a standard`,
      'normal Z. `prompt` is what most generators and trainers read; as chats:',
    ].join('\n'),
    codeBlock(code.join('\n'), 'python'),
    renderColumnTable(topColumns),
  ];
}

const pairsOf = {
  any: 'Pairs of prompts',
  source: 'Pairs of prompts of one source',
  kind: 'Pairs of prompts of one kind',
} satisfies Record<NonNullable<Exports['preferences']>['settings']['within'], string>;

function renderPreferences({ settings, pairs }: NonNullable<Exports['preferences']>, name: string): string[] {
  const code = [
    `pairs = load_dataset(${name}, "preferences", split="train")`,
    'trainer = RewardTrainer(model="Qwen/Qwen3-0.6B", train_dataset=pairs)',
  ];
  return [
    `### \`preferences\`: ${countOf(pairs.length, 'pair')} of a better and a worse prompt`,
    [
      `${pairsOf[settings.within]} whose 95 % intervals don't overlap: \`chosen_score_low\` is above \`rejected_score_high\`. ${
        pairs.length < settings.max
          ? 'All such pairs are here'
          : `Of all such pairs, ${showCount(settings.max)} were drawn`
      };`,
      'prompts are used as evenly as they can be, in the first rows alone too. What is preferred are the prompts themselves, not',
      'answers to them: this trains a model that scores prompts. `RewardTrainer` of TRL takes the rows as they are:',
    ].join('\n'),
    codeBlock(code.join('\n'), 'python'),
    [
      'For a margin in its loss, rename `score_difference` to `margin`. `DPOTrainer` wants what both prompts answer, which',
      'nobody asked here: add a column `prompt`, such as "Write a good prompt.", to train a model that writes prompts.',
    ].join('\n'),
    renderColumnTable(preferencesColumns),
  ];
}
