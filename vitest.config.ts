import { defineConfig } from 'vitest/config';

/** Whole campaigns that show the main job: they belong to the short suite. */
const mainJob = ['test/e2e/demo.test.ts'];
/** Simulated worlds, fuzzing, and campaigns that are cut at every call. */
const slow = ['test/**/*.slow.test.ts'];

// `npm test` is the short suite, `npm run test:e2e` the rest that needs nothing but Node. Suites that start a real
// Argilla, Python or a browser have their own scripts and set SUITE.
const suites: Record<string, string[]> = {
  default: ['test/!(e2e)/**/*.test.ts', ...mainJob],
  e2e: ['test/e2e/**/*.test.ts', ...slow],
  argilla: ['test/argilla-real/**/*.real.ts'],
  python: ['test/python/**/*.python.ts'],
  spark: ['test/spark/**/*.spark.ts'],
  storms: ['test/storms/**/*.storm.ts'],
  browser: ['test/browser/**/*.browser.ts'],
  install: ['test/install/**/*.install.ts'],
  bench: ['test/bench/**/*.bench.ts'],
};
const suite = process.env['SUITE'] ?? 'default';
const isLight = suite === 'default' || suite === 'e2e';

export default defineConfig({
  test: {
    globalSetup: ['test/support/build-once.ts'],
    include: suites[suite] ?? [],
    exclude: suite === 'e2e' ? mainJob : slow,
    // In CI two suites run at once.
    testTimeout: isLight ? 120_000 : 1_200_000,
    hookTimeout: isLight ? 60_000 : 300_000,
    fileParallelism: isLight || suite === 'storms',
    // Most of the time goes to commands that start and wait, so no core need be kept free.
    maxWorkers: '100%',
    restoreMocks: true,
    // The built program is run as Node runs it.
    server: { deps: { external: [/\/dist\//u] } },
  },
});
