import type { FactorEffects } from '../../model.ts';
import { renderAgreement } from '../card/agreement.ts';
import { renderCharts } from '../card/charts.ts';
import { renderFactors } from '../card/factors.ts';
import { describeAlpha } from '../card/summary.ts';
import type { Chart, ChartName } from '../charts/chart.ts';
import { plainText } from '../card/markdown.ts';
import type { ReleaseInput } from '../input.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { showShare } from '../../lib/text/numbers.ts';

/** Renders the charts with these names and their figures as HTML; empty if there are none. */
export type ShowCharts = (...names: ChartName[]) => string;

/** `showChart` returns the HTML of a picture. */
export function showChartsOf(charts: readonly Chart[], showChart: (chart: Chart) => string): ShowCharts {
  return (...names) => renderMarkdown(renderCharts(charts, names, showChart).join('\n\n'));
}

/** What ratings depend on: charts, findings in words beside them, all effects below. */
export function renderDependence({ ranking: { factors } }: ReleaseInput, show: ShowCharts): string {
  const charts = show('ratings-by-kind', 'ratings-by-source', 'ratings-by-length');
  if (factors?.ratings.effects == null) return charts;
  const found = [...findings(factors.ratings), ...findings(factors.disagreement)];
  const words =
    found.length === 0
      ? 'Nothing that is known of prompts and raters makes a difference that can be told from chance.'
      : found.map((sentence) => `- ${plainText(sentence)}`).join('\n');
  return [
    besideCharts(charts, words),
    renderMarkdown(details('All effects, on ratings and on disagreement', renderFactors(factors))),
  ].join('\n');
}

/** How far raters agree and how strict they are: charts, their meaning beside them, all statistics below. */
export function renderAgreementCharts({ ranking }: ReleaseInput, show: ShowCharts): string {
  const { overall } = ranking.agreementAnalysis;
  const charts = show('agreement', 'rater-severity');
  if (overall.exactAgreement.value === null) return charts;
  const words = [
    ...describeAlpha(overall.alphaOrdinal).map((text) => `Raters agree ${text}`),
    `${showShare(overall.exactAgreement.value)} of pairs of answers to the same prompt are equal, ${showShare(overall.withinOneAgreement.value ?? 0)} are at most one step apart.`,
    'Alpha is 1 where raters agree fully and 0 where they agree as by chance. Ratings of taste seldom pass 0.5.',
  ];
  return [
    besideCharts(charts, words.join('\n\n')),
    renderMarkdown(details('All statistics of agreement', renderAgreement(ranking))),
  ].join('\n');
}

function findings({ effects }: FactorEffects): string[] {
  return (effects ?? [])
    .filter(({ factor, holds }) => holds || factor.startsWith('kind'))
    .map(({ sentence }) => sentence);
}

function besideCharts(charts: string, words: string): string {
  return `<div class="beside"><div>${charts}</div><div class="words">${renderMarkdown(words)}</div></div>`;
}

/** Markdown inside HTML is parsed only between blank lines. */
function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
