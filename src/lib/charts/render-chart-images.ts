import * as vega from 'vega';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';
import type { ChartImages } from './chart-images.ts';
import { escapeXml } from './escape-xml.ts';
import { openSvgPainter, type SvgPainter } from './svg-painter.ts';
import { type ChartTheme, fontFamily } from './theme.ts';

/** Exports of vega that its types lack. */
declare module 'vega' {
  export const textMetrics: { width: (item: MeasuredItem, text: string) => number };
  export function resetSVGClipId(): void;
  export function resetSVGDefIds(): void;
}

interface MeasuredItem {
  fontSize?: number;
  fontWeight?: string | number;
}

const zoom = 2;

/** Vega's warnings are not shown: a fault in a spec is visible in the picture. */
const silent = vega.logger(0);

/** The last requested drawing; the next one waits for it. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a chart in the colours of a theme; its `description` becomes the SVG's title. Equal arguments give equal bytes:
 * the machine, its fonts and its time zone have no influence, as long as the spec uses UTC.
 */
export async function renderChartImages(spec: TopLevelSpec, theme: ChartTheme): Promise<ChartImages> {
  const svg = await renderChartSvg(spec, theme);
  return { svg, png: (await openSvgPainter()).paint(svg, zoom) };
}

/** Same as `renderChartImages`, but only the SVG. */
export async function renderChartSvg(spec: TopLevelSpec, theme: ChartTheme): Promise<string> {
  // SVG ids are counted for the whole process, so two drawings at once would change each other's ids.
  const drawn = last.then(() => draw(spec, theme));
  last = drawn.catch(() => {});
  return drawn;
}

async function draw(spec: TopLevelSpec, theme: ChartTheme): Promise<string> {
  const painter = await openSvgPainter();
  measureWith(painter);
  const view = new vega.View(vega.parse(compile({ ...spec, config: toConfig(theme) }, { logger: silent }).spec), {
    renderer: 'none',
  });
  try {
    await view.runAsync();
    vega.resetSVGClipId();
    vega.resetSVGDefIds();
    return withTitle(await view.toSVG(), spec.description ?? '');
  } finally {
    view.finalize();
  }
}

/** Without this, vega guesses widths, or takes them from any canvas package that is installed. */
function measureWith(painter: SvgPainter): void {
  vega.textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
    painter.measure(text, { size: fontSize, bold: fontWeight === 'bold' || Number(fontWeight) >= 600 });
}

function withTitle(svg: string, description: string): string {
  const title = escapeXml(description);
  return svg.replace(
    /^<svg ([^>]*)>/u,
    (_, attributes: string) => `<svg ${attributes} role="img"><title>${title}</title>`,
  );
}

function toConfig({ background, text, mutedText, grid, accent }: ChartTheme): Config {
  return {
    aria: false,
    background,
    font: fontFamily,
    padding: 16,
    view: { stroke: null },
    axis: {
      domain: false,
      gridColor: grid,
      labelColor: mutedText,
      labelFlush: false,
      labelFontSize: 12,
      labelPadding: 6,
      tickColor: grid,
      ticks: false,
      titleColor: mutedText,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 8,
    },
    legend: { labelColor: mutedText, labelFontSize: 12, titleColor: mutedText, titleFontSize: 12 },
    text: { color: text, fontSize: 12 },
    point: { filled: true, color: accent, opacity: 1 },
    title: {
      anchor: 'start',
      color: text,
      fontSize: 16,
      fontWeight: 600,
      lineHeight: 22,
      subtitleColor: mutedText,
      subtitleFontSize: 12,
      subtitleLineHeight: 17,
      subtitlePadding: 5,
      offset: 14,
    },
  };
}
