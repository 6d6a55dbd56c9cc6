import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  pathArgument,
  prankCommand,
  prankCommandIn,
  setProgram,
  shellCommand,
} from '../../../src/lib/text/shell-command.ts';
import { hostileWords } from '../../support/hostile-texts.ts';
import { typeCommands } from '../../support/typed-commands.ts';

let empty: string;
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'prank-'));
});
afterAll(() => rmSync(empty, { recursive: true }));

const samples = ['-n', '~', '$HOME', '', ...fc.sample(hostileWords, { numRuns: 500, seed: 7 })];
// With the shell's own printf, so that the words may start with a dash.
const type = (shell: string, words: readonly string[]): string[] =>
  execFileSync(shell, ['-c', `printf '%s\\0' ${shellCommand(words)}`], { cwd: empty, encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

describe('a command as shell text', () => {
  it('gives the same words back in bash, and runs nothing', () => {
    expect(type('bash', samples)).toEqual(samples);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('gives the same words back in a plain POSIX shell, if all characters are visible', () => {
    const visible = samples.filter((text) => !shellCommand([text]).startsWith("$'"));
    expect(visible.length).toBeGreaterThan(200);
    expect(type('sh', visible)).toEqual(visible);
  });

  it("runs nothing in a shell that does not know $'…'", () => {
    expect(type('sh', samples)).toHaveLength(samples.length);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('is one line of visible characters', () => {
    for (const text of samples)
      expect(shellCommand([text])).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u);
  });

  it.each([
    ['plain-word_1.2/x@y:z', 'plain-word_1.2/x@y:z'],
    ['two words', "'two words'"],
    ["o'hara", String.raw`'o'\''hara'`],
    ['~', "'~'"],
    ['=ls', "'=ls'"],
    ['--name=x', '--name=x'],
    ['{a,b}', "'{a,b}'"],
    ['', "''"],
    ["a\n'\\", String.raw`$'a\x0a\x27\x5c'`],
    ['a\u{a0}b', String.raw`$'a\xc2\xa0b'`],
  ])('writes %j as %s', (text, shown) => {
    expect(shellCommand([text])).toBe(shown);
  });
});

describe('a command of prank', () => {
  afterEach(() => setProgram(['prank']));

  it('names prank as it was started', () => {
    expect(prankCommand('push', '--prune')).toBe('prank push --prune');
    setProgram(['node', '/my tools/bin/prank.js']);
    expect(prankCommand('push')).toBe("node '/my tools/bin/prank.js' push");
    expect(prankCommandIn('a', 'push')).toBe("cd a && node '/my tools/bin/prank.js' push");
  });

  it('goes to another folder, whatever its name', () => {
    const folders = hostileWords.filter(
      (text) => Buffer.byteLength(text) < 200 && !text.includes('/') && !['', '.', '..'].includes(text),
    );
    fc.assert(
      fc.property(folders, hostileWords, (dir, word) => {
        const text = prankCommandIn(dir, 'rank', word);
        expect(typeCommands(text, { folders: [dir] })).toEqual([{ words: ['rank', word], cwd: dir }]);
      }),
      {
        numRuns: 40,
        examples: [
          ['-', 'x'],
          ['-P', 'x'],
          ['+1', 'x'],
          ['my camp2 $(touch canary)', "it's"],
        ],
      },
    );
  });

  it('stays in the current folder', () => {
    expect([prankCommandIn('.', 'build'), prankCommandIn('', 'build')]).toEqual(['prank build', 'prank build']);
  });

  it.each([
    ['-n', './-n'],
    ['+1', './+1'],
    ['/-n', '/-n'],
    ['a-b', 'a-b'],
  ])('makes sure the path %s is not an option', (path, shown) => {
    expect(pathArgument(path)).toBe(shown);
  });
});
