import { defineConfig } from 'vitest/config';

// `npm test` needs nothing but Node. Suites that start a real Argilla or Python have their own scripts and set SUITE.
const suites: Record<string, string[]> = {
  default: ['test/**/*.test.ts'],
  argilla: ['test/argilla-real/**/*.real.ts'],
  python: ['test/python/**/*.python.ts'],
  spark: ['test/spark/**/*.spark.ts'],
  storms: ['test/storms/**/*.storm.ts'],
  browser: ['test/browser/**/*.browser.ts'],
  install: ['test/install/**/*.install.ts'],
  bench: ['test/bench/**/*.bench.ts'],
};
const suite = process.env['SUITE'] ?? 'default';

export default defineConfig({
  test: {
    globalSetup: ['test/support/build-once.ts'],
    include: suites[suite] ?? [],
    testTimeout: suite === 'default' ? 120_000 : 600_000,
    hookTimeout: suite === 'default' ? 60_000 : 300_000,
    fileParallelism: suite === 'default' || suite === 'storms',
    // Most of the time goes to commands that start and wait, so no core need be kept free.
    maxWorkers: '100%',
    restoreMocks: true,
  },
});
