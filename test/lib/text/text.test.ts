import { describe, expect, it } from 'vitest';
import { compareText, countCharacters, printable, joinWords } from '../../../src/lib/text/text.ts';

describe('printable', () => {
  const cases: [string, string, string][] = [
    ['an escape that would clear the screen', '\u001b[2Jhello', '\\u001b[2Jhello'],
    ['a line that would be a CI command', 'a\n::set-env name=x::y', 'a⏎::set-env name=x::y'],
    ['a CI command of its own', ' ::add-mask::x', ' \\u003a:add-mask::x'],
    ['a CI command in the old form', '##[error]x', '\\u0023#[error]x'],
    ['a direction override', 'user\u202etxt.exe', 'user\\u202etxt.exe'],
    ['C1 control characters', 'a\u009b31mb', 'a\\u009b31mb'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['what is harmless', 'Grüße, 你好 👋', 'Grüße, 你好 👋'],
  ];
  it.each(cases)('shows %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('cuts between characters, not inside one', () => {
    expect(printable('👋👋👋👋', 3)).toBe('👋👋…');
  });
});

it('counts code points', () => {
  expect(countCharacters('a👋é')).toBe(3);
});

it('orders by code units, not by locale', () => {
  expect(['ä', 'b', 'Z', 'a'].toSorted(compareText)).toEqual(['Z', 'a', 'b', 'ä']);
});

describe('joinWords', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j: %s', (words, text) => {
    expect(joinWords(words)).toBe(text);
  });
});
