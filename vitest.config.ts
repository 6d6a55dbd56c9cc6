import { defineConfig } from 'vitest/config';

/** Whole campaigns that show the main job: they belong to the short suite. */
const mainJob = ['test/e2e/demo.test.ts'];
/** Simulated worlds, fuzzing, and campaigns that are cut at every call. */
const slow = ['test/**/*.slow.test.ts'];
/**
 * Files of the short suite that need modules of their own: they replace the network or the program's name, load src and
 * dist side by side, or measure the depth of the stack. All others share modules, which saves a third of the time.
 */
const isolated = [
  'test/{argilla,cli,hub}/**/*.test.ts',
  'test/config/parse-config.test.ts',
  'test/lib/{errors,text/shell-command}.test.ts',
  ...mainJob,
];

// `npm test` is the short suite, `npm run test:e2e` the rest that needs nothing but Node. Suites that start a real
// Argilla, Python or a browser have their own scripts and set SUITE.
const suites: Record<string, string[]> = {
  e2e: ['test/e2e/**/*.test.ts', ...slow],
  argilla: ['test/argilla-real/**/*.real.ts'],
  // What depends on the server: the API, whole campaigns, accounts after a restore, and other programs on the dataset.
  extralit: ['test/argilla-real/{contract,campaign,other-hands,other-actor,sign-in}.real.ts'],
  python: ['test/python/**/*.python.ts'],
  spark: ['test/spark/**/*.spark.ts'],
  storms: ['test/storms/**/*.storm.ts'],
  browser: ['test/browser/**/*.browser.ts'],
  install: ['test/install/**/*.install.ts'],
  bench: ['test/bench/**/*.bench.ts'],
};
const suite = process.env['SUITE'] ?? 'default';
const isLight = suite === 'default' || suite === 'e2e';
const projects =
  suite === 'default'
    ? [
        {
          extends: true as const,
          test: {
            name: 'shared',
            isolate: false,
            include: ['test/!(e2e)/**/*.test.ts'],
            exclude: [...slow, ...isolated],
          },
        },
        { extends: true as const, test: { name: 'isolated', include: isolated, exclude: slow } },
      ]
    : [
        {
          extends: true as const,
          test: { name: suite, include: suites[suite] ?? [], exclude: suite === 'e2e' ? mainJob : slow },
        },
      ];

export default defineConfig({
  test: {
    projects,
    globalSetup: ['test/support/build-once.ts'],
    // In CI two of the long suites run at once.
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
