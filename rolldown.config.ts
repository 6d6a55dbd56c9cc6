import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

/**
 * Loaded from node_modules as they are: native code, files that a package reads of its own, and trees so large that
 * loading them once a command is no matter. All other packages become part of the bundle, because finding and reading
 * their many small files is most of what a short command costs.
 */
const external = [
  /^@duckdb\/node-bindings/u,
  /^@expo-google-fonts\//u,
  /^@fastify\//u,
  /^@resvg\//u,
  /^eld(?:\/|$)/u,
  /^fastify$/u,
  /^libphonenumber-js(?:\/|$)/u,
  /^libsql$/u,
  /^vega(?:-lite)?$/u,
];

const used = new Map<string, string>();

/** Writes THIRD-PARTY-NOTICES: the licences of all packages that are part of what was bundled. */
function thirdPartyNotices(): Plugin {
  return {
    name: 'third-party-notices',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        for (const id of file.moduleIds) {
          const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/u.exec(id)?.[0];
          if (folder !== undefined) used.set(folder, readNotice(folder));
        }
      }
      const source = [...used.values()].toSorted().join(`\n${'-'.repeat(100)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES', source });
    },
  };
}

/** Throws when a package has no licence text: then nobody has looked at whether it may be bundled. */
function readNotice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = readLicense(folder);
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

export default defineConfig([
  {
    input: {
      index: 'src/index.ts',
      'rank/rank-items': 'src/rank/rank-items.ts',
      'cli/main': 'src/cli/main.ts',
      thread: 'src/cli/wiring/threads/thread.ts',
    },
    platform: 'node',
    external,
    plugins: [thirdPartyNotices()],
    output: { dir: 'dist', chunkFileNames: 'chunks/[name]-[hash].js', comments: { jsdoc: false } },
  },
  {
    // Spark copies it to its workers, so it is one file that needs nothing beside it.
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
]);
