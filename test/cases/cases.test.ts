import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runPrank } from '../support/run-prank.ts';

const files = fileURLToPath(new URL('files', import.meta.url));

/** The words of a command line, of which some are in double quotes. */
function splitWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|\S+/gu)].map(([word, quoted]) => quoted ?? word);
}

/** Runs each line of `cmd` on a copy of a case's folder, and returns the exit code and output of each. */
async function runCase(name: string): Promise<{ exit: string; output: string }[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'prank-case-'));
  try {
    await cp(join(files, name), cwd, { recursive: true });
    const runs = [];
    for (const line of await readLines(join(cwd, 'cmd'))) {
      const [program, ...words] = splitWords(line);
      expect(program).toBe('prank');
      const { exitCode, stdout, stderr } = await runPrank(words, { cwd });
      runs.push({ exit: `exit ${exitCode}`, output: `${stdout}${stderr}`.replaceAll(`${cwd}/`, '') });
    }
    return runs;
  } finally {
    await rm(cwd, { recursive: true });
  }
}

async function readLines(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
}

// A case is a folder of files with a `cmd`, one command per line, and an `expected.txt`. For each command, that has a line
// `exit N`, and after it lines that the output contains.
test.for(readdirSync(files))('%s', async (name) => {
  const expected = parseExpected(await readLines(join(files, name, 'expected.txt')));
  const runs = await runCase(name);
  // Of the output, only the lines that are expected count.
  const outcome = runs.map(({ exit, output }, index) => ({
    exit,
    lines: expected[index]?.lines.map((line) => (output.includes(line) ? line : `${line} is not in:\n${output}`)) ?? [],
  }));
  expect(outcome).toEqual(expected);
});

function parseExpected(text: readonly string[]): { exit: string; lines: string[] }[] {
  const parts: { exit: string; lines: string[] }[] = [];
  for (const line of text) {
    if (/^exit \d+$/u.test(line)) parts.push({ exit: line, lines: [] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts;
}
