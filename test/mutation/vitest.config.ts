import { defineConfig } from 'vitest/config';

/**
 * The fast tests of the mutated files. They import what they test, so nothing is built. To run fewer tests, which is
 * faster when you mutate one file, set TESTS to globs separated by spaces.
 */
// oxlint-disable-next-line import/no-default-export -- vitest reads it.
export default defineConfig({
  test: {
    include: process.env['TESTS']?.split(' ') ?? [
      'test/build/filters/**/*.test.ts',
      'test/campaign/*/*plan.test.ts',
      'test/local/rules/**/*.test.ts',
      'test/rank/**/*.test.ts',
      'test/ratings/{current-view,diff-responses,parse-event,parse-time,pseudonyms,server-loss}.test.ts',
      'test/ratings/{parse-value,rating-rows,ratings-columns}.test.ts',
    ],
    exclude: ['test/**/*.slow.test.ts', 'test/**/*-speed.test.ts'],
    testTimeout: 120_000,
    restoreMocks: true,
  },
});
