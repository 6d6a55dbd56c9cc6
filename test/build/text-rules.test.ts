import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCanonicalJson } from '../../src/build/lock/canonical-json.ts';
import { compileDropPatterns } from '../../src/build/filters/drop-patterns.ts';
import { hashPrompt, normalizePrompt } from '../../src/build/normalize-prompt.ts';
import { detectDelimiter } from '../../src/lib/readers/header-line.ts';

describe('normalizePrompt', () => {
  test.each([
    ['  Hello \t\n World ', 'hello world'],
    ['CAF\u00c9', 'caf\u00e9'],
    ['cafe\u0301', 'caf\u00e9'],
    ['a\u00a0b\u2003c\ufeff', 'a b c'],
    ['half \ud83d', 'half \ufffd'],
    ['plain already', 'plain already'],
  ])('%j', (text, normalized) => {
    expect(normalizePrompt(text)).toBe(normalized);
  });

  test('equals its steps, whatever shortcut it takes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'É', 'e\u0301', ' ', '  ', '\n', '\u00a0', '\u2028', '𝒳', '\ud800') }),
        (text) => {
          const plain = text
            .toWellFormed()
            .normalize('NFC')
            .toLowerCase()
            .split(/\s+/u)
            .filter((word) => word !== '');
          expect(normalizePrompt(text)).toBe(plain.join(' '));
        },
      ),
    );
  });

  test('the id is the first half of the SHA-256', () => {
    // printf 'hello world' | sha256sum
    expect(hashPrompt('hello world')).toBe('b94d27b9934d3e08a52e52d7da7dabfa');
  });
});

describe('compileDropPatterns', () => {
  test.each([
    ['(?i)As an AI', 'well, as an ai', true],
    ['As an AI', 'well, as an ai', false],
    ['(?s)a.b', 'a\nb', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['(?im)^B$', 'a\nb\nc', true],
    ['^.$', '👍', true],
  ])('%s on %j', (pattern, text, matches) => {
    expect(compileDropPatterns([pattern])[0]?.test(text)).toBe(matches);
  });

  test.each([
    ['(?x)a', 'build.drop[0]: `(?x)a` has the inline flags x; i, m and s are known.'],
    ['(?i)', 'build.drop[0]: `(?i)` is empty and would drop every prompt.'],
    ['', 'build.drop[0]: `` is empty and would drop every prompt.'],
    ['[z-a]', 'build.drop[0]: `[z-a]` is no regular expression: Range out of order in character class.'],
    ['\u001b(', 'build.drop[0]: `\\u001b(` is no regular expression: Unterminated group.'],
  ])('%s is refused', (pattern, message) => {
    expect(() => compileDropPatterns([pattern])).toThrow(expect.objectContaining({ code: 'pattern_invalid', message }));
  });
});

describe('tellDelimiter', () => {
  test.each([
    ['a,b', ','],
    ['a;b;c', ';'],
    ['a\tb', '\t'],
    ['a|b', '|'],
    ['prompt', ','],
    ['"a,b,c";d', ';'],
    ['a,b;c', ','],
  ])('%j', (line, delimiter) => {
    expect(detectDelimiter(line)).toBe(delimiter);
  });
});

test('canonical JSON sorts keys at every depth and replaces lone surrogates', () => {
  expect(renderCanonicalJson({ b: [{ z: 1, y: '\ud800' }], a: null })).toBe('{"a":null,"b":[{"y":"\ufffd","z":1}]}');
});
