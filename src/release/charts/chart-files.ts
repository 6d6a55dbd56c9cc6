import type { ChartImages } from '../../lib/charts/render-chart-images.ts';
import { type ThemeName, themes } from '../../lib/charts/theme.ts';
import { type Chart, type ChartName, chartNames } from './chart.ts';
import { specifyChart } from './specify-chart.ts';

const suffixes = { light: '', dark: '-dark' } satisfies Record<ThemeName, string>;

const chartFolder = 'charts';

/** Names of all images of charts, in their folder. */
export const chartFileName = new RegExp(
  `^(${chartNames.join('|')})(${Object.values(suffixes).join('|')})\\.(svg|png)$`,
  'u',
);

/** Where an image of a chart lies in a release. */
export function chartPath(name: ChartName, theme: ThemeName, format: 'svg' | 'png'): string {
  return `${chartFolder}/${name}${suffixes[theme]}.${format}`;
}

/** Whether a file of a release is an image of a chart. */
export function isChartPath(path: string): boolean {
  return path.startsWith(`${chartFolder}/`);
}

/**
 * Images by what they were made of. A publish writes the release again once it has a number, and most of its charts are
 * those of the first time.
 */
const drawn = new Map<string, ChartImages>();

/** Two releases in both themes. */
const mostDrawn = 28;

/** Every chart in both themes and both formats, by path. What draws them is loaded when there is something to draw. */
export async function renderChartFiles(
  charts: readonly Chart[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  if (charts.length === 0) return files;
  for (const [index, chart] of charts.entries()) {
    onProgress(index, charts.length);
    for (const theme of ['light', 'dark'] as const) {
      const { svg, png } = await drawOnce(chart, theme);
      files.set(chartPath(chart.name, theme, 'svg'), svg);
      files.set(chartPath(chart.name, theme, 'png'), png);
    }
  }
  return files;
}

async function drawOnce(chart: Chart, theme: ThemeName): Promise<ChartImages> {
  const { renderChartImages } = await import('../../lib/charts/render-chart-images.ts');
  const spec = specifyChart(chart, themes[theme]);
  const key = JSON.stringify([theme, spec]);
  const images = drawn.get(key) ?? (await renderChartImages(spec, themes[theme]));
  drawn.delete(key);
  drawn.set(key, images);
  const [oldest] = drawn.keys();
  if (oldest !== undefined && drawn.size > mostDrawn) drawn.delete(oldest);
  return images;
}
