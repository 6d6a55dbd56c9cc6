import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findExplanation, firstSentence, listExplanations } from '../../src/cli/explain/catalogue.ts';
import { createProgram } from '../../src/cli/main.ts';
import { findRaisedCodes, type RaisedCodes } from '../support/raised-codes.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/u, '');

describe('the catalogue', () => {
  let raised: RaisedCodes;
  beforeAll(() => {
    raised = findRaisedCodes(root);
  });

  it('explains every code that the sources raise, and no other', () => {
    // What is no error of ours has the code of a bug.
    const codes = [...new Set(['bug', ...raised.codes.map(({ code }) => code)])].toSorted();
    expect(codes.length).toBeGreaterThan(120);
    expect(
      listExplanations()
        .map(([code]) => code)
        .toSorted(),
    ).toEqual(codes);
  });

  it('knows where each code comes from', () => {
    // Errors of a worker of Spark and of a thread are raised again as they were: their codes are raised elsewhere, too.
    expect(raised.unclear.toSorted()).toEqual([
      'src/build/engines/spark/job-result.ts: code',
      'src/cli/wiring/threads/run-in-thread.ts: code',
    ]);
    // A code that callers hand over, one of a union, one of a class of its own, and a family.
    expect(raised.codes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['answers_vanished', 'server_went_back', 'backup_incomplete', 'hub_http_*']),
    );
  });

  it('names each code once', () => {
    const codes = listExplanations().map(([code]) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('begins with a sentence that stands alone in a list, and says what to do', () => {
    for (const [code, explanation] of listExplanations()) {
      expect(firstSentence(explanation).length, code).toBeLessThan(190);
      expect(explanation.cause, code).toMatch(/[.!]$/u);
      expect(explanation.cure.length, code).toBeGreaterThan(15);
    }
  });

  it('names commands and options that exist', () => {
    const program = createProgram('0', async () => {});
    const named = listExplanations().flatMap(([code, { cause, cure }]) =>
      [...`${cause} ${cure}`.matchAll(/`prank ([^`]+)`/gu)].map(([, words = '']) => ({
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
  });

  it('breaks no command at the end of a line', async () => {
    const { stdout } = await runPrank(['explain', 'server_was_reset'], { cwd, env: { COLUMNS: '60' } });
    expect(stdout).toContain('`prank pull --new-dataset`');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('tells programs the same', async () => {
    const { cause, cure } = findExplanation('lock_held') ?? { cause: '', cure: '' };
    expect(await runJson(['explain', 'lock_held'], { cwd })).toEqual({ code: 'lock_held', cause, cure });
  });

  it('lists all codes, one line each where there is room', async () => {
    const { stdout } = await runPrank(['explain'], { cwd, env: { COLUMNS: '300' } });
    for (const [code] of listExplanations())
      expect(stdout).toMatch(new RegExp(`^ {2}${code.replace('*', '\\*')} +\\S`, 'mu'));
    const { codes } = await runJson(['explain'], { cwd });
    expect(codes).toHaveLength(listExplanations().length);
  });

  it.each(['lock_hold', 'LOCK-HELD', 'lock held'])('suggests codes near to %s', async (code) => {
    const { exitCode, stderr } = await runPrank(['explain', code], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean lock_held');
    expect(stderr).not.toContain('more:');
  });

  it('shows a strange code harmlessly', async () => {
    const { exitCode, stderr } = await runPrank(['explain', '\u001b[31mred\u202e'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('next:  All codes: prank explain');
  });

  it('knows the codes of all answers that a server can give', () => {
    expect(findExplanation('hub_http_503')).toBe(findExplanation('hub_http_*'));
    expect(findExplanation('argilla_http_422')).toBe(findExplanation('argilla_http_*'));
  });

  it('is named where a command fails', async () => {
    const { exitCode, stderr } = await runPrank(['status'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('more:  prank explain config_missing');
  });
});
