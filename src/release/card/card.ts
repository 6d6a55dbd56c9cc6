import { renderExports } from './exports.ts';
import { renderCharts } from './charts.ts';
import { renderCertainty } from './certainty.ts';
import { renderCitation, renderReproducing, renderThanks } from './credits.ts';
import { renderFactors } from './factors.ts';
import { renderFrontMatter } from './front-matter.ts';
import { renderAgreement } from './agreement.ts';
import { renderCollection, renderLimits, renderLoading, renderMethod } from './sections.ts';
import { renderRounds } from './rounds.ts';
import { renderSummary } from './summary.ts';
import { renderColumnTable, renderTopTable } from './tables.ts';
import type { Chart } from '../charts/chart.ts';
import { renderChangeList } from './change-list.ts';
import type { Exports } from '../exports/make-exports.ts';
import { renderKeptParts } from './kept-parts.ts';
import { renderMarks } from './marks.ts';
import { codeBlock, link, plainText } from './markdown.ts';
import { findLicenseUrl } from '../licenses/license-conflict.ts';
import { promptColumns } from '../tables/prompt-table.ts';
import { ratersColumns } from '../tables/raters-table.ts';
import { chooseRatingsColumns } from '../tables/ratings-table.ts';
import type { ReleaseInput } from '../input.ts';
import type { ReleasedPrompt } from '../tables/released-prompts.ts';
import type { ReleaseTable } from '../tables/release-table.ts';
import { renderSourceData } from './source-data.ts';

export interface CardContent {
  input: ReleaseInput;
  prompts: readonly ReleasedPrompt[];
  /** Default config first. */
  tables: readonly ReleaseTable[];
  exports: Exports;
  charts: readonly Chart[];
  carried: CarriedParts;
}

/** What a card takes over from the previous card. */
export interface CarriedParts {
  /** Hand-written parts. */
  keptParts: readonly string[];
  /** Entries of the change list, newest first. */
  changes: readonly string[];
}

/** README.md of a release: front matter for the Hub, then what users of the data need to know. */
export function renderCard({ input, prompts, tables, charts, exports, carried }: CardContent): string {
  const { campaign, simulated } = input;
  const { license, licenseLink } = campaign.publish;
  const { guidelines } = campaign.task;
  const hasChanges = carried.changes.length > 0 || input.news !== undefined;
  const hasExports = exports.top !== null || exports.preferences !== null;
  const hasRaters = campaign.publish.raters !== 'omit';
  const ratings = renderCharts(charts, ['ratings-by-kind', 'ratings-by-source', 'ratings-by-length']);
  const certainty = renderCertainty(prompts);
  const thanks = renderThanks(input);
  const rounds = renderRounds(input);
  const sections = [
    renderFrontMatter(input, tables, prompts.length),
    '<!-- prank writes this card anew with every release; what stands between the two markers below is kept. -->',
    ...(input.marks === undefined ? [] : [renderMarks(input.marks)]),
    `# ${plainText(campaign.name)}`,
    ...(simulated ? [simulatedNotice] : []),
    renderSummary(input, prompts),
    renderKeptParts(carried.keptParts),
    '## How to load',
    renderLoading(input),
    '## How it was collected',
    renderCollection(input, prompts),
    ...(rounds === null ? [] : [rounds]),
    ...renderCharts(charts, ['answers-over-time', 'participation']),
    ...(guidelines === null ? [] : ['Raters read these guidelines:', codeBlock(guidelines, 'markdown')]),
    '## Source data',
    renderSourceData(input, prompts),
    '## The best prompts',
    renderTopTable(prompts),
    '## Columns',
    'Config `default`, one row a prompt, best first:',
    renderColumnTable(promptColumns),
    'Config `ratings`, one row an answer:',
    renderColumnTable(chooseRatingsColumns(input)),
    ...(hasRaters ? ['Config `raters`, one row a rater:', renderColumnTable(ratersColumns)] : []),
    ...(hasExports ? ['## For training', renderExports(exports, input)] : []),
    '## How score, rank and tier are made',
    renderMethod(input),
    ...(certainty === null
      ? []
      : ['In steps of the scale, the answers of a prompt make its score so sure:', certainty]),
    '## How far raters agree',
    ...renderCharts(charts, ['agreement']),
    renderAgreement(input.ranking),
    ...renderCharts(charts, ['rater-severity']),
    ...(input.ranking.factors === null && ratings.length === 0 ? [] : ['## What ratings depend on']),
    ...ratings,
    ...(input.ranking.factors === null ? [] : [renderFactors(input.ranking.factors)]),
    '## Known limits',
    renderLimits(input, prompts),
    ...(hasChanges ? ['## Releases', renderChangeList(carried.changes, input.news ?? null)] : []),
    ...(thanks === null ? [] : ['## Thanks', thanks]),
    '## How to cite',
    renderCitation(input, prompts),
    '## How to make it again',
    renderReproducing(input),
    '## Licence',
    `This dataset: ${link(license, licenseLink ?? findLicenseUrl(license))}. The prompts come under the licences of their sources, column \`license\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const simulatedNotice =
  '> **The ratings in this dataset are simulated.** A program made them up to try out a campaign; no person gave any of\n' +
  '> them. They say nothing about the quality of the prompts and must not be used as human feedback.';
