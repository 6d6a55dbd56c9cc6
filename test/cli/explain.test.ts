import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/main.ts';
import { errorThemes, findErrorCase, getErrorCase, listErrorCodes } from '../../src/lib/errors/codes.ts';
import { firstSentence } from '../../src/lib/errors/error-case.ts';
import { findRaisedCodes } from '../support/raised-codes.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const cases = errorThemes.flatMap(({ cases: own }) => Object.entries(own));

/** In a terminal, people don't read more. */
const mostSentences = 5;

describe('the error table', () => {
  it('has no code that nothing raises', () => {
    const raised = findRaisedCodes(src);
    expect(listErrorCodes().filter((code) => !raised.has(code))).toEqual([]);
    expect(listErrorCodes().length).toBeGreaterThan(120);
  });

  it('has each code in one theme', () => {
    expect(cases.map(([code]) => code).toSorted()).toEqual(listErrorCodes().toSorted());
  });

  it.each(cases)('explains %s in a few sentences', (_, { cause, remedy }) => {
    for (const text of [cause, remedy]) {
      expect(text.length).toBeGreaterThan(10);
      expect(text.split(/[.!?](?:\s|$)/u).filter((part) => part !== '').length).toBeLessThanOrEqual(mostSentences);
      // Lists and hints have this much room.
      expect(firstSentence(text).length).toBeLessThan(190);
    }
    expect(cause).toMatch(/\.$/u);
  });

  it('names commands and options that exist', () => {
    const program = createProgram('0', async () => {});
    const named = cases.flatMap(([code, { cause, remedy }]) =>
      [...`${cause} ${remedy}`.matchAll(/`prank ([^`]+)`/gu)].map(([, words = '']) => ({
        code,
        words: words.split(' '),
      })),
    );
    expect(named.length).toBeGreaterThan(50);
    for (const { code, words } of named) {
      const [name = '', ...rest] = words;
      if (name === 'COMMAND' || name === '--version') continue;
      const command = program.commands.find((one) => one.name() === name);
      expect(command, `${code}: prank ${name}`).toBeDefined();
      const known = [...(command?.options ?? []), ...program.options].flatMap(({ long, short }) => [long, short]);
      for (const word of rest.filter((one) => one.startsWith('-') && one !== '--help')) {
        expect(known, `${code}: prank ${words.join(' ')}`).toContain(word);
      }
    }
  });
});

describe('prank explain', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'prank-explain-'));
  });
  afterAll(() => rm(cwd, { recursive: true }));

  it('says what a code means and what to type next', async () => {
    const { exitCode, stdout } = await runPrank(['explain', 'server_was_reset'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^server_was_reset\n\nThe dataset on the server is not the one/u);
    expect(stdout).toContain('What to do\n');
    expect(stdout).toContain('prank restore');
    expect(stdout).toMatch(/Exit code: 5\n$/u);
  });

  it('breaks no command at the end of a line', async () => {
    const { stdout } = await runPrank(['explain', 'server_was_reset'], { cwd, env: { COLUMNS: '60' } });
    expect(stdout).toContain('`prank pull --new-dataset`');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('gives programs the same text', async () => {
    const { exit, cause, remedy } = getErrorCase('lock_held');
    const data = { code: 'lock_held', exit_code: exit, cause, remedy };
    expect(await runJson(['explain', 'lock_held'], { cwd })).toEqual(data);
  });

  it('lists all codes, one line each if there is room', async () => {
    const { stdout } = await runPrank(['explain'], { cwd, env: { COLUMNS: '300' } });
    for (const code of listErrorCodes())
      expect(stdout).toMatch(new RegExp(`^ {2}${code.replace('*', '\\*')} +\\S`, 'mu'));
    const { codes } = await runJson(['explain'], { cwd });
    expect(codes).toHaveLength(listErrorCodes().length);
  });

  it.each(['lock_hold', 'LOCK-HELD', 'lock held'])('suggests codes near to %s', async (code) => {
    const { exitCode, stderr } = await runPrank(['explain', code], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean lock_held');
    expect(stderr).not.toContain('more:');
  });

  it('shows an unknown code harmlessly', async () => {
    const { exitCode, stderr } = await runPrank(['explain', '\u001b[31mred\u202e'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('next:  All codes: prank explain');
  });

  it('knows the codes of all responses that a server can give', () => {
    expect(findErrorCase('hub_http_503')).toBe(findErrorCase('hub_http_*'));
    expect(findErrorCase('argilla_http_422')).toBe(findErrorCase('argilla_http_*'));
  });

  it('is named where a command fails', async () => {
    const { exitCode, stderr } = await runPrank(['status'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('more:  prank explain config_missing');
  });
});
