import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DataPath, parseDataPath, renderDataPath } from '../../../src/build/rows/data-path.ts';
import { findValue, makeLookup } from '../../../src/build/rows/row-value.ts';

describe('parseDataPath', () => {
  test.each<[string, DataPath]>([
    ['a', ['a']],
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['a[0][12]', ['a', 0, 12]],
    ['Prompt text', ['Prompt text']],
    ['["a.b"].c["d\\"]"]', ['a.b', 'c', 'd"]']],
    ['[""]', ['']],
    ['a[-1].b', ['a', -1, 'b']],
    ['a[].b', ['a', { name: null, value: '' }, 'b']],
    ['a[role=user].b', ['a', { name: 'role', value: 'user' }, 'b']],
    ['a["odd=name"="x]"]', ['a', { name: 'odd=name', value: 'x]' }]],
    ['a[n=1][0]', ['a', { name: 'n', value: '1' }, 0]],
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
    ['a[x]', 'Path `a[x]`: [ at character 2 opens none of [0], [-1], [], [role=user], ["a name"].'],
    ['a[=x]', 'Path `a[=x]`: [ at character 2 opens none of [0], [-1], [], [role=user], ["a name"].'],
    ['a[0', 'Path `a[0`: [ at character 2 opens none of [0], [-1], [], [role=user], ["a name"].'],
    ['a["\\x"]', 'Path `a["\\x"]`: the quoted text in the brackets at character 2 is not a JSON string.'],
    ['[0].a', 'Path `[0].a`: it starts with brackets for a list; a row has names.'],
  ])('%s is refused', (text, message) => {
    expect(() => parseDataPath(text)).toThrow(expect.objectContaining({ code: 'path_invalid', message }));
  });

  test('reads back what renderDataPath writes', () => {
    const position = fc.integer({ min: -999_999_999, max: 999_999_999 }).filter((at) => !Object.is(at, -0));
    const choice = fc.record({ name: fc.string(), value: fc.string() });
    const step = fc.oneof(fc.string(), position, choice, fc.constant({ name: null, value: '' }));
    fc.assert(
      fc.property(fc.string(), fc.array(step), (first, rest) => {
        const path: DataPath = [first, ...rest];
        expect(parseDataPath(renderDataPath(path))).toEqual(path);
      }),
    );
  });
});

describe('findValue', () => {
  const row = {
    'meta.lang': 'flat',
    meta: { lang: 'deep', list: [{ x: 1 }, null] },
    zero: null,
    turns: [
      { role: 'system', text: 'be kind', note: '' },
      { role: 'assistant', text: null },
      { role: 'user', text: null, parts: [{ type: 'image' }, { type: 'text', text: 'in parts' }] },
      { role: 'user', text: 'first question', n: 3, note: 'noted' },
      { role: 'user', text: 'second question', n: 4 },
    ],
  };
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
    ['turns[role=user].text', 'first question'],
    ['turns[-1].text', 'second question'],
    ['turns[-9].text', undefined],
    ['turns[].text', 'be kind'],
    ['turns[role=assistant].text', null],
    ['turns[].n', 3],
    ['turns[].note', 'noted'],
    ['turns[role=system].note', ''],
    ['turns[n=true].text', undefined],
    ['turns[role=nobody].text', undefined],
    ['turns[role=user].missing', undefined],
    ['turns[n=4].text', 'second question'],
    ['turns[role=user].parts[type=text].text', 'in parts'],
    ['meta[lang=deep]', undefined],
  ])('%s', (path, value) => {
    expect(findValue(row, makeLookup(path))).toEqual(value);
  });
});
