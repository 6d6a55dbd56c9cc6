import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { median, printRatio } from './report.ts';

const bin = fileURLToPath(new URL('../../bin/prank.js', import.meta.url));
const runs = 15;

function timeMs(words: string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
  expect(status).toBe(0);
  return performance.now() - started;
}

it.each(['--version', '--help'])('prank %s against bare node', (word) => {
  const pairs = Array.from({ length: runs }, () => ({ prank: timeMs([bin, word]), node: timeMs(['-e', '0']) }));
  expect(pairs).toHaveLength(runs);
  printRatio(
    `prank ${word}`,
    median(pairs.map(({ prank }) => prank)),
    'node -e 0',
    median(pairs.map(({ node }) => node)),
    'ms',
  );
});
