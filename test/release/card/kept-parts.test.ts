import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnsafeError } from '../../../src/lib/errors.ts';
import { findKeptParts, renderKeptParts } from '../../../src/release/card/kept-parts.ts';

describe('findKeptParts', () => {
  it.each<[string, string, string[]]>([
    ['no markers', 'a\nb', []],
    ['an empty part', '<!-- prank:keep -->\n<!-- /prank:keep -->', ['']],
    ['text', 'x\n<!-- prank:keep -->\na\n\nb\n<!-- /prank:keep -->\ny', ['a\n\nb']],
    ['Windows line ends', '<!-- prank:keep -->\r\na\r\n<!-- /prank:keep -->\r\n', ['a\r']],
    ['markers inside of a line', 'say <!-- prank:keep -->\n<!-- /prank:keep --> too', []],
    ['markers in a code block', '````md\n<!-- prank:keep -->\n```\nx\n<!-- /prank:keep -->\n````', []],
    ['a part after a code block', '```\nx\n```\n<!-- prank:keep -->\na\n<!-- /prank:keep -->', ['a']],
    ['a code block in a part', '<!-- prank:keep -->\n```\na\n<!-- /prank:keep -->', ['```\na']],
  ])('finds %s', (_, card, parts) => {
    expect(findKeptParts(card, 'README.md')).toEqual(parts);
  });

  it('stops before unclosed text is lost', () => {
    expect(() => findKeptParts('<!-- prank:keep -->\nmine', 'README.md')).toThrow(UnsafeError);
  });

  it('finds what was rendered', () => {
    const line = fc.string().filter((text) => !text.includes('prank:keep') && text.trim() !== '');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (parts) => {
        expect(findKeptParts(renderKeptParts(parts), 'README.md')).toEqual(parts);
      }),
    );
  });
});
