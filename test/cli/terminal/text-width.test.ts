import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { textWidth } from '../../../src/cli/terminal/text-width.ts';

it.each([
  ['', 0],
  ['prank — 3 of 5…', 15],
  ['███▌ ─│', 7],
  ['日本', 4],
  ['👩‍👩‍👧 ok', 5],
  ['1\u20E3', 2],
  ['e\u0301', 1],
  ['\u001B[1mbold\u001B[22m', 4],
  ['■', 1],
])('%j takes %i columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns);
});

it('says the same as string-width, whatever characters meet', () => {
  const plain = fc.constantFrom(
    ' ',
    'a',
    '~',
    '0',
    '#',
    '*',
    '·',
    '–',
    '—',
    '’',
    '…',
    '→',
    '−',
    '─',
    '╬',
    '▀',
    '█',
    '▟',
    '\uE000',
  );
  const other = fc.constantFrom('é', '\u0301', '\u200D', '\uFE0F', '\u20E3', '日', '👩', '\u00AD', '\u001B[1m', '\n');
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof({ weight: 9, arbitrary: plain }, other) }), (text) => {
      expect(textWidth(text)).toBe(stringWidth(text));
    }),
  );
});
