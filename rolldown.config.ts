import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

// Builds everything in dist/ except the declarations, which tsc writes first. A package that is bundled and that no public
// declaration mentions is a devDependency: an installation needs no second copy of it.

/**
 * Packages that stay in node_modules: native code and WebAssembly. All others are bundled: finding and reading their many
 * small files would take most of the time of a short command, and most of what they ship is never used.
 */
const external = [/^@duckdb\/node-bindings$/u, /^@resvg\//u, /^libsql$/u];

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Throws when `from` needs a package that is not installed with prank. */
function assertInstalled(specifier: string, from: string): void {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return;
  const name = /^(?:@[^/]+\/)?[^/]+/u.exec(specifier)?.[0] ?? specifier;
  if (!(name in dependencies)) throw new Error(`${from} imports ${name}, which is not among the dependencies`);
}

const notices = new Map<string, string>();

/** Writes THIRD-PARTY-NOTICES: the licences of all packages that are part of a bundle. */
function thirdPartyNotices(): Plugin {
  return {
    name: 'third-party-notices',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        for (const specifier of [...file.imports, ...file.dynamicImports]) {
          if (!(specifier in bundle)) assertInstalled(specifier, file.fileName);
        }
        for (const id of file.moduleIds) {
          const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/u.exec(id)?.[0];
          if (folder !== undefined) notices.set(folder, readNotice(folder));
        }
      }
      const source = [...notices.values()].toSorted().join(`\n${'-'.repeat(100)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES', source });
    },
  };
}

const mit = readFileSync(join('node_modules', 'commander', 'LICENSE'), 'utf8').replace(/^.*?(?=Permission)/su, '');
const bsd3 = readFileSync(join('node_modules', 'vega-lite', 'LICENSE'), 'utf8').replace(/^.*?(?=Redistribution)/su, '');

/** Packages that name their licence but don't carry its text. Looked at by hand. */
const withoutText: Readonly<Record<string, string>> = {
  // By the author of @huggingface/blake3-jit, for the same program; its package.json says MIT.
  'gearhash-jit': 'The package names the MIT licence (https://spdx.org/licenses/MIT.html) and no copyright holder.',
  'abstract-logging': `Copyright (c) James Sumners\n\n${mit}`,
  'spdx-license-ids': 'Dedicated to the public domain: CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).',
  tr46: `Copyright (c) Sebastian Mayr\n\n${mit}`,
};

/** Vega is one repository whose licence is not part of its many packages. */
const vegaLicense = `Copyright (c) 2015-2023, University of Washington Interactive Data Lab\nAll rights reserved.\n\n${bsd3}`;

/** Throws if a package has no licence text, because then nobody has checked whether it may be bundled. */
function readNotice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = readLicense(folder) ?? withoutText[name] ?? (/^vega(?:-|$)/u.test(name) ? vegaLicense : null);
  if (text === null) throw new Error(`${name} has no licence text; look for its licence, or make it external`);
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

function readLicense(folder: string): string | null {
  const names = readdirSync(folder);
  const file = names.find((name) => /^licen[cs]e/iu.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8');
  const readme = names.find((name) => /^readme/iu.test(name));
  if (readme === undefined) return null;
  return /^licen[cs]e\n-+\n(.+)/imsu.exec(readFileSync(join(folder, readme), 'utf8'))?.[1] ?? null;
}

/** The weights of Inter that charts are drawn with, of the many that its package has. */
function chartFonts(): Plugin {
  const folder = join('node_modules', '@expo-google-fonts', 'inter');
  return {
    name: 'chart-fonts',
    generateBundle() {
      for (const font of ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']) {
        this.emitFile({ type: 'asset', fileName: `fonts/${basename(font)}`, source: readFileSync(join(folder, font)) });
      }
      this.emitFile({ type: 'asset', fileName: 'fonts/LICENSE', source: readFileSync(join(folder, 'LICENSE_FONT')) });
    },
  };
}

/** Removes the declarations that no entry refers to, because tsc writes one per file. */
function publicDeclarations(entries: readonly string[]): Plugin {
  return {
    name: 'public-declarations',
    writeBundle() {
      const reached = new Set<string>();
      const reach = (file: string): void => {
        if (reached.has(file)) return;
        reached.add(file);
        for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?['"]([^'"]+)['"]/gu)) {
          if (specifier.startsWith('.')) reach(join(dirname(file), specifier.replace(/\.ts$/u, '.d.ts')));
          else assertInstalled(specifier, file);
        }
      };
      for (const entry of entries) reach(join(entry));
      for (const name of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
        const file = join('dist', name);
        if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
      }
    },
  };
}

export default defineConfig([
  {
    input: {
      index: 'src/index.ts',
      'rank/rank-items': 'src/rank/rank-items.ts',
      'cli/main': 'src/cli/main.ts',
      thread: 'src/campaign/threads/thread.ts',
      'reader-thread': 'src/local/reader/reader-thread.ts',
    },
    platform: 'node',
    external,
    plugins: [thirdPartyNotices(), chartFonts(), publicDeclarations(['dist/index.d.ts', 'dist/rank/rank-items.d.ts'])],
    // Not minified, so that a stack trace keeps function names, and comments name the source file of each part.
    output: { dir: 'dist', chunkFileNames: 'chunks/[name]-[hash].js', comments: { jsdoc: false } },
  },
  {
    // Spark copies it to its workers, so it must be one file that needs no other.
    input: 'src/build/engines/spark/worker.ts',
    platform: 'node',
    plugins: [thirdPartyNotices()],
    output: { file: 'dist/spark-worker.mjs', minify: true, codeSplitting: false },
  },
  {
    input: 'src/release/dashboard/page/main.ts',
    platform: 'browser',
    plugins: [thirdPartyNotices()],
    output: { file: 'dist/dashboard-page.js', format: 'iife', minify: true },
  },
  {
    input: 'src/local/page/main.tsx',
    platform: 'browser',
    plugins: [thirdPartyNotices()],
    output: { file: 'dist/rating-page.js', format: 'iife', minify: true },
  },
]);
