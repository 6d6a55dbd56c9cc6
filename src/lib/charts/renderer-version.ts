import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageFile } from '../files/package-root.ts';

/** Our own sources. They are shipped because a bundle has no file of the drawing code alone. */
const modules = ['render-chart-images.ts', 'svg-painter.ts'];

/** A file of each package that has a part in a picture; not all of them let their package.json be imported. */
const packageFiles = [
  'vega/package.json',
  'vega-lite/package.json',
  '@resvg/resvg-wasm/index_bg.wasm',
  '@expo-google-fonts/inter/package.json',
];

/**
 * A hash of what draws charts: equal specs and themes give equal images as long as it stays the same. It is made of the
 * drawing code itself, so that no one has to think of raising a number.
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
