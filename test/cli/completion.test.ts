import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shell } from '../../src/cli/completion/render-completion.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

const helpers = fileURLToPath(new URL('../support/shells/', import.meta.url));
const commands = ['build', 'deploy', 'explain', 'forget', 'init', 'publish', 'pull', 'push', 'rank', 'status', 'sync'];

/** What is typed up to the cursor, and exactly what must be offered. */
const cases: [typed: string, offered: string[]][] = [
  ['prank bu', ['build']],
  ['prank comp', ['completion']],
  ['prank init --preset ', ['blank', 'dibt-10k', 'quickstart']],
  ['prank init --preset=q', ['quickstart']],
  ['prank init --preset blank --na', ['--name']],
  ['prank init --local --dry', ['--dry-run']],
  ['prank init ', ['sub']],
  ['prank -c ', ['a file.yaml', 'b.csv', 'sub']],
  ['prank --config b.csv init --pre', ['--preset']],
  ['prank rank --input b', ['b.csv']],
  ['prank rank --top ', []],
  ['prank --no', ['--no-color']],
  ['prank completion ', ['bash', 'fish', 'zsh']],
  [
    'prank explain server_',
    [
      'server_db_damaged',
      'server_slow',
      'server_url_invalid',
      'server_url_is_hub_page',
      'server_was_reset',
      'server_went_back',
    ],
  ],
  ['prank help bui', ['build']],
  ['prank push --pru', ['--prune']],
];

const shells = {
  bash: ['bash', '--norc', '--noprofile', join(helpers, 'ask-bash.sh')],
  zsh: ['zsh', '-f', join(helpers, 'ask-zsh.zsh')],
  fish: ['fish', '--no-config', join(helpers, 'ask-fish.fish')],
} satisfies Record<Shell, string[]>;

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-completion-'));
  await mkdir(join(dir, 'sub'));
  await Promise.all(['a file.yaml', 'b.csv'].map((name) => writeFile(join(dir, name), '')));
});

afterAll(() => rm(dir, { recursive: true }));

describe.each(Object.entries(shells))('%s', (shell, [program = shell, ...words]) => {
  const isMissing = !isInstalled(program);
  // CI installs the shells, so there a missing shell is a failure.
  const mayBeMissing = process.env['CI'] === undefined;
  if (isMissing && mayBeMissing)
    process.stderr.write(`\n!! ${shell} is not installed: its completion is NOT tested.\n`);

  it.skipIf(isMissing && mayBeMissing)(
    'offers commands, options and values where they belong, and nothing else',
    async () => {
      const script = await writeScript(shell);
      const typed = cases.map(([line]) => line);
      const output = ask([program, ...words, script, ...typed]);
      const offered = output.split('<<next>>').slice(0, -1).map(parseOffers);
      expect(typed.map((line, index) => [line, offered[index]])).toEqual(cases);
    },
  );

  it.skipIf(isMissing && mayBeMissing)(
    'offers all commands, and the options of all commands in addition to their own',
    async () => {
      const script = await writeScript(shell);
      const [first, second] = ask([program, ...words, script, 'prank ', 'prank pull --'])
        .split('<<next>>')
        .map(parseOffers);
      expect(first).toEqual(expect.arrayContaining(commands));
      expect(second).toEqual(expect.arrayContaining(['--accept-deletions', '--full', '--config', '--json', '--yes']));
      expect(second).not.toContain('--prune');
      expect(new Set(second).size).toBe(second?.length);
    },
  );
});

it('rejects an unknown shell and lists the known ones', async () => {
  const { exitCode, stderr } = await runPrank(['completion', 'tcsh'], { cwd: dir });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});

it('gives the script to programs, too', async () => {
  const { script } = await runJson(['completion', 'bash'], { cwd: dir });
  expect(script).toContain('complete -F');
});

async function writeScript(shell: string): Promise<string> {
  const { stdout } = await runPrank(['completion', shell], { cwd: dir });
  const path = join(await mkdtemp(join(tmpdir(), 'prank-completion-script-')), `prank.${shell}`);
  await writeFile(path, stdout);
  return path;
}

function ask([program = '', ...words]: string[]): string {
  return execFileSync(program, words, { cwd: dir, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: dir } });
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['-c', 'exit 0'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Sorted words, without zsh's and fish's descriptions and without the command line that a terminal repeats. */
function parseOffers(output: string): string[] {
  return stripVTControlCharacters(output)
    .split(/\r?\n|\r/u)
    .filter((line) => !/\bprank\b/u.test(line) || line.includes(' -- ') || line.includes('\t'))
    .flatMap((line) =>
      line.includes('\t') || line.includes(' -- ') ? [line.replace(/\t.*$|\s+-- .*$/u, '')] : line.split(/ {2,}/u),
    )
    .map((word) =>
      word
        .replaceAll('\u0007', '')
        .trim()
        .replaceAll('\\ ', ' ')
        .replace(/\/$/u, '')
        .replace(/^--preset=/u, ''),
    )
    .filter((word) => word !== '')
    .toSorted();
}
