import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { runPrank, spawnPrank } from '../support/run-prank.ts';

const start = fileURLToPath(new URL('../../bin/prank.js', import.meta.url));

/** Packages of which a built file has code, as its comments say, and those that it imports. */
function listPackages(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const bundled = text.matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/gmu);
  const imported = text.matchAll(/^import [^;"]*"(?!node:|\.)((?:@[^/"]+\/)?[^/"]+)/gmu);
  return [...bundled, ...imported].map(([, name = '']) => name);
}

/** The file and all that it imports at once, not what is imported later. */
function listStaticImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/^import [^;"']*["'](\.[^"']+)["'];/gmu)) {
    listStaticImports(join(dirname(file), specifier), seen);
  }
  return seen;
}

function packagesOf(files: Iterable<string>): string[] {
  return [...new Set([...files].flatMap(listPackages))].toSorted();
}

it('loads nothing heavy for --version and --help', () => {
  expect(packagesOf(listStaticImports(start))).toEqual(['commander']);
});

const heavy = new Set(['axios', 'eld', 'fastify', 'libphonenumber-js', 'libsql', 'marked', 'vega', 'vega-lite']);

/** Prints the file of every module that is loaded. */
const printLoaded = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
import { writeSync } from 'node:fs';
export async function load(url, context, next) { writeSync(2, 'loads ' + url + '\\\\n'); return next(url, context); }
\`));`;

it('loads neither server, network code nor charts for a status that asks no server', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'prank-startup-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  await runPrank(['init', '.'], { cwd });
  await runPrank(['build'], { cwd });
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(printLoaded)}` };
  const run = await spawnPrank(['status', '--no-server', '--no-forecast'], { cwd, env });
  expect(run).toMatchObject({ exitCode: 0 });
  const loaded = [...run.stderr.matchAll(/^loads (file:.+)$/gmu)].map(([, url = '']) => fileURLToPath(url));
  const packages = packagesOf(loaded.filter((file) => !file.includes('/node_modules/')));
  expect(packages.filter((name) => heavy.has(name))).toEqual([]);
  expect(packages).toContain('commander');
});
