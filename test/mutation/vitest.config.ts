import { defineConfig } from 'vitest/config';

/**
 * The quick tests beside what is mutated. They import what they test, so nothing is built. With TESTS, a comma-separated
 * list of files, only these run: that is quicker when one file is mutated.
 */
// oxlint-disable-next-line import/no-default-export -- vitest reads it.
export default defineConfig({
  test: {
    include: process.env['TESTS']?.split(',') ?? [
      'test/build/filters/**/*.test.ts',
      'test/campaign/*/*plan.test.ts',
      'test/local/rules/**/*.test.ts',
      'test/rank/**/*.test.ts',
      'test/ratings/**/*.test.ts',
    ],
    exclude: ['test/**/*.slow.test.ts'],
    testTimeout: 120_000,
    restoreMocks: true,
  },
});
