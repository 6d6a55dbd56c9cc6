import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { type ThemeName, themes } from '../../lib/charts/theme.ts';
import type { Chart } from './chart.ts';
import { specifyChart } from './specify-chart.ts';

/** The SVG of a chart in one theme. */
export type DrawSvg = (chart: Chart, theme: ThemeName) => Promise<string>;

/**
 * Draws the charts and returns a function from a chart to its HTML: a light and a dark image, of which the style sheet
 * shows one. (`<picture>` would keep the dark one in print.) As images, their ids can't clash.
 */
export async function drawReportCharts(
  charts: readonly Chart[],
  drawSvg: DrawSvg = drawAlone,
): Promise<(chart: Chart) => string> {
  const drawn = new Map<Chart, string>();
  for (const chart of charts) {
    const images: string[] = [];
    for (const theme of ['light', 'dark'] as const) {
      const address = `data:image/svg+xml;base64,${Buffer.from(await drawSvg(chart, theme)).toString('base64')}`;
      images.push(`<img class="${theme}" alt="${escapeXml(chart.alt)}" src="${address}">`);
    }
    drawn.set(chart, `<div class="chart" tabindex="0">${images.join('')}</div>`);
  }
  return (chart) => drawn.get(chart) ?? '';
}

/** Loads the renderer only when there is something to draw. */
async function drawAlone(chart: Chart, theme: ThemeName): Promise<string> {
  const { renderChartSvg } = await import('../../lib/charts/render-chart-images.ts');
  return renderChartSvg(specifyChart(chart, themes[theme]), themes[theme]);
}
