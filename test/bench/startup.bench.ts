import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { median, printRatio } from './report.ts';

const bin = fileURLToPath(new URL('../../bin/prank.js', import.meta.url));
const runs = 15;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'prank-startup-'));
  expect(spawnSync(process.execPath, [bin, 'demo', dir, '--quiet']).status).toBe(0);
});
afterAll(() => rmSync(dir, { recursive: true }));

/** CPU seconds (user and system) of a whole process. Other programs on the machine affect them less than wall time. */
function cpuOf(words: readonly string[]): number {
  const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`;
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...words], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  expect(status).toBe(0);
  return stderr
    .trim()
    .split(' ')
    .reduce((sum, seconds) => sum + Number(seconds), 0);
}

it.each(['--version', '--help', 'explain server_was_reset', 'status --no-server --no-forecast'])(
  'prank %s against bare node',
  (command) => {
    const words = command.split(' ');
    const pairs = Array.from({ length: runs }, () => ({ prank: cpuOf([bin, ...words]), node: cpuOf(['-e', '0']) }));
    for (const [name, figure] of [
      ['median', median],
      ['least', least],
    ] as const) {
      printRatio(
        `start of prank ${command}, processors, ${name} of ${runs}`,
        figure(pairs.map(({ prank }) => prank)),
        'node -e 0',
        figure(pairs.map(({ node }) => node)),
        's',
        3,
      );
    }
    expect(pairs).toHaveLength(runs);
  },
);

/** The fastest run, which other programs disturbed least. */
function least(values: number[]): number {
  return Math.min(...values);
}
