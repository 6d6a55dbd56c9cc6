import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this file with a package.json: code runs from `src/` and, bundled, from `dist/chunks/`. */
function findPackageRoot(): string {
  const own = dirname(fileURLToPath(import.meta.url));
  for (let dir = own; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
    if (dir === dirname(dir)) throw new Error(`there is no package.json above ${own}`);
  }
}

const root = findPackageRoot();

/** Absolute path of a file or folder that prank ships, such as `packageFile('configs')`; without a name, prank's own folder. */
export function packageFile(...names: readonly string[]): string {
  return join(root, ...names);
}
