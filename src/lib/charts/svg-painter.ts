import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg, type ResvgRenderOptions } from '@resvg/resvg-wasm';
import { packageFile } from '../files/package-root.ts';
import { escapeXml } from './escape-xml.ts';
import { fontFamily } from './theme.ts';

/** Renders SVG to pixels with its own fonts and none of the machine's, so that the bytes are the same everywhere. */
export interface SvgPainter {
  paint: (svg: string, zoom: number) => Uint8Array;
  /** Width in px of a line of text when painted. */
  measure: (text: string, font: { size: number; bold: boolean }) => number;
}

const fontFiles = ['Inter_400Regular.ttf', 'Inter_600SemiBold.ttf'].map((name) => packageFile('dist', 'fonts', name));

/** Widths are measured at this size and scaled. */
const measuredSize = 100;

let painter: Promise<SvgPainter> | null = null;

/** The module can be initialized only once per process. */
export async function openSvgPainter(): Promise<SvgPainter> {
  painter ??= createPainter();
  return painter;
}

async function createPainter(): Promise<SvgPainter> {
  const require = createRequire(import.meta.url);
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const fontBuffers = await Promise.all(fontFiles.map((file) => readFile(file)));
  const font = { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'Inter' };
  const widths = new Map<string, number>();
  const measureOnce = (text: string, bold: boolean): number => {
    const key = `${bold ? 'bold' : 'plain'} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    const width = withResvg(textDocument(text, bold), { font }, (drawn) => drawn.getBBox()?.width ?? 0);
    widths.set(key, width);
    return width;
  };
  return {
    paint: (svg, zoom) =>
      withResvg(svg, { font, fitTo: { mode: 'zoom', value: zoom } }, (drawn) => drawn.render().asPng()),
    measure: (text, { size, bold }) => (text.trim() === '' ? 0 : (measureOnce(text, bold) * size) / measuredSize),
  };
}

/** The module's memory is not garbage collected. */
function withResvg<T>(svg: string, options: ResvgRenderOptions, work: (drawn: InstanceType<typeof Resvg>) => T): T {
  const drawn = new Resvg(svg, options);
  try {
    return work(drawn);
  } finally {
    drawn.free();
  }
}

function textDocument(text: string, bold: boolean): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">' +
    `<text y="${measuredSize}" font-family="${fontFamily}" font-size="${measuredSize}" font-weight="${bold ? 600 : 400}">` +
    `${escapeXml(text)}</text></svg>`
  );
}
