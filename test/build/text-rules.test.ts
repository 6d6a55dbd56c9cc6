import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCanonicalJson } from '../../src/build/lock/canonical-json.ts';
import { compileDropPatterns } from '../../src/build/filters/drop-patterns.ts';
import { hashPrompt, isBlankPrompt, type Normalization, normalizePrompt } from '../../src/build/normalize-prompt.ts';
import { detectDelimiter } from '../../src/lib/readers/header-line.ts';

const versions: readonly Normalization[] = [1, 2];

/** Characters that show nothing, one of each kind and the ends of ranges. */
const unseen = Array.from(
  '\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u206f' +
    '\ufe00\ufe0f\ufeff\ufff9\u{1d173}\u{e0001}\u{e0041}\u{e0100}\u{e01ef}',
);
/** Characters that look like a space. */
const blanks = ['\u00a0', '\u1680', '\u2000', '\u2009', '\u202f', '\u205f', '\u2800', '\u3000', '\u3164', '\uffa0'];

describe.each(versions)('normalizePrompt, version %d', (version) => {
  test.each([
    ['  Hello \t\n World ', 'hello world'],
    ['CAF\u00c9', 'caf\u00e9'],
    ['cafe\u0301', 'caf\u00e9'],
    ['a\u00a0b\u2003c\ufeff', 'a b c'],
    ['\ufeffa\u2003\u3000b', 'a b'],
    ['half \ud83d', 'half \ufffd'],
    ['plain already', 'plain already'],
  ])('%j', (text, normalized) => {
    expect(normalizePrompt(text, version)).toBe(normalized);
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
          expect(normalizePrompt(text, version)).toBe(plain.join(' '));
        },
      ),
    );
  });

  test('what it gives stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'É', 'e', '\u0301', ' ', ...unseen, ...blanks) }), (text) => {
        const once = normalizePrompt(text, version);
        expect(normalizePrompt(once, version)).toBe(once);
      }),
    );
  });
});

describe('normalizePrompt', () => {
  test.each(unseen)('version 2 does not see %j', (character) => {
    expect(normalizePrompt(`Au${character}tumn ${character} leaves${character}`, 2)).toBe('autumn leaves');
    expect(isBlankPrompt(`${character}  ${character}`, 2)).toBe(true);
  });

  test.each(blanks)('version 2 takes %j for a space', (character) => {
    expect(normalizePrompt(`${character}a${character}${character}b `, 2)).toBe('a b');
    expect(isBlankPrompt(character, 2)).toBe(true);
  });

  test.each(['\u00ac', '\u00ae', '\u034e', '\u0350', '\u115e', '\u1161', '\u2010', '\u2027', '\u2801', '\ufffc', '👍'])(
    'version 2 sees %j',
    (character) => {
      expect(normalizePrompt(`a${character}b`, 2)).not.toBe('ab');
      expect(isBlankPrompt(character, 2)).toBe(false);
    },
  );

  test('version 2 joins a letter with an accent that something invisible kept apart', () => {
    expect(normalizePrompt('cafe\u034f\u0301', 2)).toBe('caf\u00e9');
  });

  test('flags that differ only in invisible letters stay different', () => {
    const [england, scotland] = ['gbeng', 'gbsct'].map((region) => {
      const tags = Array.from(region, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));
      return normalizePrompt(`\u{1f3f4}${tags.join('')}\u{e007f}`, 2);
    });
    expect(england).not.toBe(scotland);
  });

  test('invisible characters anywhere in a text change nothing', () => {
    const visible = fc.string({ unit: fc.constantFrom('a', 'É', 'e\u0301', ' ', '\n', '中', '𝒳', '\ud800') });
    fc.assert(
      fc.property(fc.array(fc.tuple(visible, fc.constantFrom(...unseen))), (pieces) => {
        const clean = pieces.map(([text]) => text.toWellFormed()).join('');
        const dirty = pieces.map(([text, character]) => text.toWellFormed() + character).join('');
        expect(normalizePrompt(dirty, 2)).toBe(normalizePrompt(clean, 2));
      }),
    );
  });

  test('version 1 keeps what earlier campaigns compared', () => {
    expect(normalizePrompt('Au\u00adtumn\u200b \u2800', 1)).toBe('au\u00adtumn\u200b \u2800');
    expect(isBlankPrompt('\u200b', 1)).toBe(false);
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
