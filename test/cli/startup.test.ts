import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Packages that are loaded before a command is chosen. Follows only static imports. */
function listStartupPackages(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)[^;]*? from ['"]([^'"]+)['"];/gm,
  )) {
    if (specifier.startsWith('node:')) continue;
    if (!specifier.startsWith('.')) packages.add(specifier);
    else for (const found of listStartupPackages(join(dirname(file), specifier), seen)) packages.add(found);
  }
  return packages;
}

it('loads nothing heavy for --version and --help', () => {
  expect([...listStartupPackages(join(root, 'bin/prank.js'))].toSorted()).toEqual(['commander']);
});
