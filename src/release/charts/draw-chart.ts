import { createHash } from 'node:crypto';
import type { ChartImages } from '../../lib/charts/chart-images.ts';
import { readRendererVersion } from '../../lib/charts/renderer-version.ts';
import { type ThemeName, themes } from '../../lib/charts/theme.ts';
import type { Chart } from './chart.ts';
import { specifyChart } from './specify-chart.ts';

/** The images of a chart in one theme; equal charts give equal bytes. */
export type DrawChart = (chart: Chart, theme: ThemeName) => Promise<ChartImages>;

/** Stored images, by a key that covers everything they are made from. */
export interface ChartCache {
  /** null = missing or damaged. */
  read: (key: string) => Promise<ChartImages | null>;
  write: (key: string, images: ChartImages) => Promise<void>;
}

/** Two releases in both themes: a publish writes the release a second time once it has a version number. */
const mostDrawn = 28;

/** Draws each chart once; with a cache, once for all runs. Loads the renderer only when needed. */
export function createChartDrawer(cache: ChartCache | null = null): DrawChart {
  const drawn = new Map<string, Promise<ChartImages>>();
  return async (chart, theme) => {
    const key = await toKey(chart, theme);
    const images = drawn.get(key) ?? readOrDraw(cache, key, chart, theme);
    drawn.delete(key);
    drawn.set(key, images);
    const [oldest] = drawn.keys();
    if (oldest !== undefined && drawn.size > mostDrawn) drawn.delete(oldest);
    return images;
  };
}

async function readOrDraw(cache: ChartCache | null, key: string, chart: Chart, theme: ThemeName): Promise<ChartImages> {
  const known = await cache?.read(key);
  if (known != null) return known;
  const { renderChartImages } = await import('../../lib/charts/render-chart-images.ts');
  const images = await renderChartImages(specifyChart(chart, themes[theme]), themes[theme]);
  await cache?.write(key, images);
  return images;
}

let rendererVersion: Promise<string> | null = null;

async function toKey(chart: Chart, theme: ThemeName): Promise<string> {
  rendererVersion ??= readRendererVersion();
  const content = [await rendererVersion, themes[theme], specifyChart(chart, themes[theme])];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
