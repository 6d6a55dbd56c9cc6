import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { packageFile } from '../files/package-root.ts';

/** Our own sources are shipped for this, because a bundle has no file of the drawing code alone. */
const files = [
  packageFile('src', 'lib', 'charts', 'render-chart-images.ts'),
  packageFile('src', 'lib', 'charts', 'svg-painter.ts'),
  packageFile('npm-shrinkwrap.json'),
];

/**
 * A hash of everything that draws charts: while it stays the same, equal specs and themes give equal images. It
 * includes the drawing code itself and the versions of all packages, so that nobody has to remember to raise a version.
 */
export async function readRendererVersion(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of files) hash.update(await readFile(path));
  return hash.digest('hex');
}
