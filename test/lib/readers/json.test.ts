import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonArrayCutter } from '../../../src/lib/readers/json-array-cutter.ts';
import { findJsonFault } from '../../../src/lib/readers/json-fault.ts';

function cutAll(text: string, cuts: readonly number[]): unknown[] {
  const cutter = new JsonArrayCutter('a.json');
  const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  const elements = ends.flatMap((end, index) => cutter.push(text.slice(ends[index - 1] ?? 0, end)));
  cutter.end();
  return elements.map((element) => JSON.parse(element.text) as unknown);
}

const indent = fc.constantFrom(undefined, 1, '\t');
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('JsonArrayCutter', () => {
  test('gives the elements of any array, however its text is split into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), indent, cuts, (values, space, where) => {
        const text = JSON.stringify(values, null, space);
        expect(cutAll(text, where)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('gives those of the one array in an object, past any other member', () => {
    const other = fc.dictionary(
      fc.string(),
      fc.jsonValue().filter((value) => !Array.isArray(value)),
    );
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), other, other, indent, cuts, (values, before, after, space, where) => {
        const members = [...Object.entries(before), [' rows ', values] as const, ...Object.entries(after)];
        const text = JSON.stringify(Object.fromEntries(members), null, space);
        expect(cutAll(text, where)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });

  test('knows the line of each element', () => {
    const elements = new JsonArrayCutter('a.json').push('[\n{"a":\n1},\n\n  {"a": 2}, {}]');
    expect(elements.map(({ line, indent: before }) => [line, before])).toEqual([
      [2, 0],
      [5, 2],
      [5, 12],
    ]);
  });
});

describe('findJsonFault', () => {
  test.each([
    ['', 0, 'expected a value'],
    ['[1,]', 3, 'expected a value'],
    ['[1 2]', 3, 'expected , or ]'],
    ['{"a" 1}', 5, 'expected :'],
    ['{"a":1,}', 7, 'expected a name in double quotes'],
    ['{"a":1]', 6, 'expected , or }'],
    ['"a\nb"', 2, 'a control character in a string'],
    ['"\\x"', 1, 'an unknown escape in a string'],
    ['"\\u12g4"', 1, 'an unknown escape in a string'],
    ['[01]', 2, 'expected , or ]'],
    ['[NaN]', 1, 'expected a value'],
    ['[]]', 2, 'expected nothing after the value'],
    [`${'['.repeat(200_000)}x`, 200_000, 'expected a value'],
  ])('%.20s', (text, offset, problem) => {
    expect(findJsonFault(text)).toEqual({ offset, problem });
  });

  test('explains whatever JSON.parse rejects', () => {
    const strange = fc.constantFrom('"', '\\', ',', ']', '}', ':', 'x', '0', '\u0001');
    fc.assert(
      fc.property(fc.json(), fc.nat(), strange, (json, at, char) => {
        const cut = at % (json.length + 1);
        const text = json.slice(0, cut) + char + json.slice(cut);
        fc.pre(!isJson(text));
        expect(findJsonFault(text).problem).not.toBe('invalid JSON');
        expect(findJsonFault(text).offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
