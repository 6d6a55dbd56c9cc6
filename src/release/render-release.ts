import { UsageError } from '../lib/errors.ts';
import { renderArgillaDataset, renderArgillaSettings } from './argilla-files.ts';
import { type CarriedParts, renderCard } from './card/card.ts';
import { exportTables, makeExports } from './exports/make-exports.ts';
import type { Chart } from './charts/chart.ts';
import { listCharts } from './charts/list-charts.ts';
import { promptTable } from './tables/prompt-table.ts';
import { promptFactsTable } from './record.ts';
import { ratersTable } from './tables/raters-table.ts';
import { ratingsTable } from './tables/ratings-table.ts';
import type { ReleaseInput } from './input.ts';
import { groupAnswers, selectPrompts, submittedValues } from './tables/released-prompts.ts';
import type { ReleaseTable } from './tables/release-table.ts';

/** A release before it is turned into bytes. */
export interface RenderedRelease {
  /** Path → text, card first. */
  texts: Map<string, string>;
  tables: ReleaseTable[];
  charts: Chart[];
  /** Prompts in the default config. */
  rows: number;
}

export const cardPath = 'README.md';

/**
 * The contents of a release. Pure. `carried` comes from the previous card. Throws UsageError `nothing_to_release` if no
 * prompt has enough answers, or any at all: `datasets` can't open a split without rows.
 */
export function renderRelease(input: ReleaseInput, carried: CarriedParts): RenderedRelease {
  const answers = groupAnswers(input);
  const prompts = selectPrompts(input, answers);
  if (!prompts.some((prompt) => submittedValues(prompt).length > 0))
    throw nothingToRelease(input.campaign.publish.minResponses);
  const raters = ratersTable(input);
  const exports = makeExports(input);
  const configs = [
    promptTable(prompts),
    ratingsTable(input, answers, prompts),
    ...(raters === null ? [] : [raters]),
    ...exportTables(exports),
  ];
  const charts = listCharts(input.ranking, input.campaign.task.question.labels);
  const texts = new Map([
    [cardPath, renderCard({ input, prompts, tables: configs, charts, exports, carried })],
    ['.argilla/settings.json', renderArgillaSettings(input)],
    ['.argilla/dataset.json', renderArgillaDataset(input)],
  ]);
  return { texts, tables: [...configs, promptFactsTable(input)], charts, rows: prompts.length };
}

export function nothingToRelease(minResponses: number): UsageError {
  const answers = minResponses <= 1 ? 'a submitted answer' : `${minResponses} submitted answers`;
  return new UsageError('nothing_to_release', `No prompt has ${answers} yet, so there is nothing to release.`);
}
