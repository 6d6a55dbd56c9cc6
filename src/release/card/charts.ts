import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { chartPath } from '../charts/chart-files.ts';
import type { Chart, ChartName } from '../charts/chart.ts';
import { markdownTable, plainText } from './markdown.ts';

/** Charts whose figures are in another table of the card. */
const tabledElsewhere: readonly ChartName[] = ['agreement'];

/**
 * The `charts` with these names, in the order of the names, each followed by a table of its figures. `showChart`
 * returns the HTML of the picture, without empty lines.
 */
export function renderCharts(
  charts: readonly Chart[],
  names: readonly ChartName[],
  showChart: (chart: Chart) => string = renderPicture,
): string[] {
  return names.flatMap((name) => {
    const chart = charts.find((other) => other.name === name);
    if (chart === undefined) return [];
    return tabledElsewhere.includes(name) ? [showChart(chart)] : [showChart(chart), renderTable(chart)];
  });
}

function renderPicture({ name, alt }: Chart): string {
  return [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${chartPath(name, 'dark', 'png')}">`,
    `  <img alt="${escapeXml(alt)}" src="${chartPath(name, 'light', 'png')}" width="800">`,
    '</picture>',
  ].join('\n');
}

/** Markdown inside HTML is parsed only between blank lines. */
function renderTable({ title, table: { header, rows } }: Chart): string {
  const table = markdownTable(
    header.map((cell) => plainText(cell)),
    rows.map((row) => row.map((cell) => plainText(cell))),
  );
  return [`<details><summary>${escapeXml(title)}: the figures</summary>`, table, '</details>'].join('\n\n');
}
