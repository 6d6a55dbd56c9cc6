import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageFile } from '../files/package-root.ts';

/** Our own sources. They are shipped because a bundle has no file of the drawing code alone. */
const modules = ['render-chart-images.ts', 'svg-painter.ts'];

/** One file of each package that affects a picture, because some packages don't export their package.json. */
const packageFiles = [
  'vega/package.json',
  'vega-lite/package.json',
  '@resvg/resvg-wasm/index_bg.wasm',
  '@expo-google-fonts/inter/package.json',
];

/**
 * A hash of everything that draws charts: while it stays the same, equal specs and themes give equal images. It
 * includes the drawing code itself, so that nobody has to remember to raise a version.
 */
export async function readRendererVersion(): Promise<string> {
  const require = createRequire(import.meta.url);
  const paths = [
    ...modules.map((name) => packageFile('src', 'lib', 'charts', name)),
    ...packageFiles.map((file) => join(dirname(require.resolve(file)), 'package.json')),
  ];
  const hash = createHash('sha256');
  for (const path of paths) hash.update(await readFile(path));
  return hash.digest('hex');
}
