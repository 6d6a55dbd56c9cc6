import type { ThemeName } from '../../lib/charts/theme.ts';
import { type Chart, type ChartName, chartNames } from './chart.ts';
import type { DrawChart } from './draw-chart.ts';

const suffixes = { light: '', dark: '-dark' } satisfies Record<ThemeName, string>;

const chartFolder = 'charts';

/** Matches the file names of all chart images. */
export const chartFileName = new RegExp(
  `^(${chartNames.join('|')})(${Object.values(suffixes).join('|')})\\.(svg|png)$`,
  'u',
);

/** Path of a chart image in a release. */
export function chartPath(name: ChartName, theme: ThemeName, format: 'svg' | 'png'): string {
  return `${chartFolder}/${name}${suffixes[theme]}.${format}`;
}

/** Whether a release file is a chart image. */
export function isChartPath(path: string): boolean {
  return path.startsWith(`${chartFolder}/`);
}

/** Every chart in both themes and formats, by path. */
export async function renderChartFiles(
  charts: readonly Chart[],
  drawChart: DrawChart,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  for (const [index, chart] of charts.entries()) {
    onProgress(index, charts.length);
    for (const theme of ['light', 'dark'] as const) {
      const { svg, png } = await drawChart(chart, theme);
      files.set(chartPath(chart.name, theme, 'svg'), svg);
      files.set(chartPath(chart.name, theme, 'png'), png);
    }
  }
  return files;
}
