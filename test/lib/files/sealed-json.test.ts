import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSealBroken, parseSealedJson, renderSealedJson } from '../../../src/lib/files/sealed-json.ts';

const objects = fc
  .dictionary(fc.string(), fc.jsonValue())
  .filter((value) => !('sha256' in value) && !('__proto__' in value))
  // As JSON has it: without negative zeros.
  .map((value): Record<string, unknown> => JSON.parse(JSON.stringify(value)));

describe('sealed JSON', () => {
  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(objects, (value) => {
        expect(parseSealedJson(renderSealedJson(value))).toEqual(value);
      }),
    );
  });

  it('a flipped bit gives the same value or none', () => {
    const value = { version: 1, at: '2026-01-01', files: [{ path: 'a', size: 12 }], none: null };
    const bytes = Buffer.from(renderSealedJson(value));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const found = parseSealedJson(flipped.toString());
      // Without its own name, the seal is one more key that nobody reads.
      expect(found ?? value).toMatchObject(value);
    }
  });

  it.each([
    ['a file of an earlier version', '{"a":1}', { a: 1 }, false],
    ['a changed value', renderSealedJson({ a: 1 }).replace('"a": 1', '"a": 2'), null, true],
    ['no JSON', '{', null, false],
    ['a list', '[1]', [1], false],
  ])('%s', (_, text, value, isBroken) => {
    expect(parseSealedJson(text)).toEqual(value);
    expect(isSealBroken(text)).toBe(isBroken);
  });
});
