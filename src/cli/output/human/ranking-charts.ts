import type { Chart, RatingsRow } from '../../../release/charts/chart.ts';
import { showCount, showEstimate, showShare, countOf, showRange } from '../../../lib/text/numbers.ts';
import { renderTerminalChart, type TerminalChart } from '../../terminal/chart.ts';
import type { TerminalStyle } from '../../terminal/style.ts';

/** The charts of a release, drawn for a terminal with their figures beside them. */
export function renderRankingCharts(charts: readonly Chart[], style: TerminalStyle): string {
  return charts
    .flatMap((chart) => toTerminalCharts(chart))
    .map((chart) => renderTerminalChart(chart, style))
    .join('\n\n');
}

function toTerminalCharts({ title, figure }: Chart): TerminalChart[] {
  switch (figure.type) {
    case 'ratings':
      return [{ title, mark: 'dot', domain: figure.domain, axis: String, rows: figure.rows.map(toRatingsRow) }];
    case 'agreement':
      return figure.sections.map(({ heading, rows }) => ({
        title: heading === '' ? title : heading,
        mark: 'dot',
        domain: figure.domain,
        axis: String,
        rows: rows.map((row) => ({ ...row, notes: [showEstimate(row), showCount(row.answers)] })),
      }));
    case 'severity':
      return [{ title, mark: 'bar', rows: figure.bins.map(toBinRow) }];
    case 'participation':
      return [{ title, mark: 'bar', rows: figure.bands.map((band) => toBandRow(band, figure.bands)) }];
    case 'time':
      return [
        {
          title,
          mark: 'bar',
          rows: figure.periods.map(({ label, answers }) => ({ label, value: answers, notes: [showCount(answers)] })),
        },
      ];
  }
}

function toRatingsRow(row: RatingsRow): TerminalChart['rows'][number] {
  return { ...row, notes: [showEstimate(row), showCount(row.answers)] };
}

function toBinRow({ from, to, raters }: { from: number; to: number; raters: number }): TerminalChart['rows'][number] {
  return { label: showRange(from, to), value: raters, notes: [countOf(raters, 'rater')] };
}

function toBandRow(
  { label, raters, answers }: { label: string; raters: number; answers: number },
  all: readonly { answers: number }[],
): TerminalChart['rows'][number] {
  const total = all.reduce((sum, band) => sum + band.answers, 0);
  const share = `${showShare(answers / total)} of answers`;
  return {
    label: `${label} answer${label === '1' ? '' : 's'}`,
    value: raters,
    notes: [countOf(raters, 'rater'), share],
  };
}
