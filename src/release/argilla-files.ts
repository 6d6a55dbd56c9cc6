import type { ReleaseInput } from './input.ts';
import { renderStableJson } from './stable-json.ts';

/**
 * `.argilla/settings.json`, for `rg.Dataset.from_hub(…, settings="auto")`. The question is named `rating`, because the
 * import fails if a question has the name of a data column, such as `quality`.
 */
export function renderArgillaSettings({ campaign: { task } }: ReleaseInput): string {
  const { question, guidelines } = task;
  const settings = {
    guidelines,
    fields: [{ name: 'prompt', title: 'Prompt', required: true, settings: { type: 'text', use_markdown: false } }],
    questions: [
      {
        name: 'rating',
        title: question.title,
        required: true,
        settings: { type: 'rating', options: question.values.map((value) => ({ value })) },
      },
    ],
    metadata: [
      metadata('source', 'terms'),
      metadata('kind', 'terms'),
      metadata('rank', 'integer'),
      metadata('score', 'float'),
    ],
    vectors: [],
    allow_extra_metadata: false,
    distribution: distribution(task.overlap),
    mapping: null,
  };
  return `${renderStableJson(settings, 2)}\n`;
}

/**
 * `.argilla/dataset.json`. Its name differs from the campaign's dataset: importing into an existing dataset adds to it,
 * and on the campaign's server that would be the live one.
 */
export function renderArgillaDataset({ campaign: { task } }: ReleaseInput): string {
  const dataset = {
    name: `${task.dataset}-ranked`,
    status: 'ready',
    guidelines: task.guidelines,
    allow_extra_metadata: false,
    distribution: distribution(task.overlap),
  };
  return `${renderStableJson(dataset, 2)}\n`;
}

function metadata(name: string, type: 'terms' | 'integer' | 'float'): object {
  return { name, title: name, settings: { type }, visible_for_annotators: false };
}

function distribution(overlap: number): object {
  return { strategy: 'overlap', min_submitted: overlap };
}
