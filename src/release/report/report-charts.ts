import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { themes } from '../../lib/charts/theme.ts';
import type { Chart } from '../charts/chart.ts';
import { specifyChart } from '../charts/specify-chart.ts';

/**
 * Draws the charts and gives the HTML of each, light and dark, of which the style sheet shows one: `<picture>` would keep
 * the dark one on paper. As images they can't number each other's parts. What draws them is loaded when there is something
 * to draw.
 */
export async function drawReportCharts(charts: readonly Chart[]): Promise<(chart: Chart) => string> {
  const drawn = new Map<Chart, string>();
  if (charts.length > 0) {
    const { renderChartSvg } = await import('../../lib/charts/render-chart-images.ts');
    for (const chart of charts) {
      const images: string[] = [];
      for (const theme of ['light', 'dark'] as const) {
        const svg = await renderChartSvg(specifyChart(chart, themes[theme]), themes[theme]);
        const address = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
        images.push(`<img class="${theme}" alt="${escapeXml(chart.alt)}" src="${address}">`);
      }
      drawn.set(chart, `<div class="chart" tabindex="0">${images.join('')}</div>`);
    }
  }
  return (chart) => drawn.get(chart) ?? '';
}
