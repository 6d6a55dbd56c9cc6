import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DataPath, parseDataPath, renderDataPath } from '../../src/build/data-path.ts';
import { findValue, makeLookup } from '../../src/build/row-value.ts';

describe('parseDataPath', () => {
  test.each<[string, DataPath]>([
    ['a', ['a']],
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['a[0][12]', ['a', 0, 12]],
    ['Prompt text', ['Prompt text']],
    ['["a.b"].c["d\\"]"]', ['a.b', 'c', 'd"]']],
    ['[""]', ['']],
  ])('%s', (text, path) => {
    expect(parseDataPath(text)).toEqual(path);
  });

  test.each([
    ['', 'Path ``: it is empty.'],
    ['a.', 'Path `a.`: a name is missing at character 3.'],
    ['.a', 'Path `.a`: a name is missing at character 1.'],
    ['a..b', 'Path `a..b`: a name is missing at character 3.'],
    ['a]', 'Path `a]`: ] at character 2 closes nothing.'],
    ['a[0]b', 'Path `a[0]b`: character 5 must be a dot or [.'],
    ['a[x]', 'Path `a[x]`: [ at character 2 opens neither a position like [0] nor a name like ["a"].'],
    ['a[-1]', 'Path `a[-1]`: [ at character 2 opens neither a position like [0] nor a name like ["a"].'],
    ['a[0', 'Path `a[0`: [ at character 2 opens neither a position like [0] nor a name like ["a"].'],
    ['a["\\x"]', 'Path `a["\\x"]`: the quoted name at character 3 is not a JSON string.'],
    ['[0].a', 'Path `[0].a`: it starts with a position; a row has names.'],
  ])('%s is refused', (text, message) => {
    expect(() => parseDataPath(text)).toThrow(expect.objectContaining({ code: 'path_invalid', message }));
  });

  test('reads back what renderDataPath writes', () => {
    const step = fc.oneof(fc.string(), fc.nat(999_999_999));
    fc.assert(
      fc.property(fc.string(), fc.array(step), (first, rest) => {
        const path: DataPath = [first, ...rest];
        expect(parseDataPath(renderDataPath(path))).toEqual(path);
      }),
    );
  });
});

describe('findValue', () => {
  const row = { 'meta.lang': 'flat', meta: { lang: 'deep', list: [{ x: 1 }, null] }, zero: null };
  test.each([
    ['meta.lang', 'flat'],
    ['meta["lang"]', 'deep'],
    ['meta.list[0].x', 1],
    ['meta.list[1]', null],
    ['meta.list[1].x', undefined],
    ['meta.list[2]', undefined],
    ['meta.list.length', undefined],
    ['zero', null],
    ['toString', undefined],
    ['meta.constructor', undefined],
  ])('%s', (path, value) => {
    expect(findValue(row, makeLookup(path))).toEqual(value);
  });
});
