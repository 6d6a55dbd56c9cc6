import { expect, test } from 'vitest';
import { describeGarbled, GarbledCount, sumGarbled } from '../../../src/lib/text/garbled-text.ts';

function damageOf(text: string): string | undefined {
  const count = new GarbledCount({ distinct: false });
  count.see(text, 'row 1');
  return count.all[0]?.damage;
}

test.for<[text: string, damage: string | undefined]>([
  ['\u0093Smart\u0094', 'control'],
  ['wait\u0085', 'control'],
  ['cafÃ©', 'mojibake'],
  ['20 Â°C', 'mojibake'],
  ['itâ€™s', 'mojibake'],
  ['Ã\u0083', 'mojibake'],
  ['itâ\u0080\u0099s', 'mojibake'],
  ['lost \ufffd', 'lost'],
  ['Ã© and \ufffd', 'lost'],
  ['plain', undefined],
  ['café, “quotes” – €', undefined],
  ['MAÇÃ', undefined],
  ['«MAÇû “MAÇÔ MAÇÃ\u00a0! MAÇÃ…', undefined],
  ['Âge, â, SÃO PAULO', undefined],
])('%j is %s', ([text, damage]) => {
  expect(damageOf(text)).toBe(damage);
});

test('damaged texts are counted, with the first as an example', () => {
  const rows = new GarbledCount({ distinct: false });
  const texts = new GarbledCount({ distinct: true });
  for (const count of [rows, texts]) {
    for (const row of [1, 2, 3]) count.see(row === 3 ? '\u0080' : '\u0093x\u0094', `row ${row}`);
  }
  expect(rows.all).toEqual([{ damage: 'control', count: 3, example: '\u0093x\u0094', place: 'row 1' }]);
  expect(texts.all).toMatchObject([{ count: 2 }]);
  expect(sumGarbled([...rows.all, ...texts.all])).toMatchObject([{ count: 5, place: 'row 1' }]);
});

test('the example is short and harmless', () => {
  const count = new GarbledCount({ distinct: false });
  count.see(`${'a'.repeat(30)}\u009b${'b'.repeat(50)}`, 'row 7 of a.csv');
  const [garbled] = count.all;
  expect(garbled && describeGarbled(garbled, 'prompt')).toBe(
    `1 prompt has control characters between U+0080 and U+009F, such as "…${'a'.repeat(20)}\\u009b${'b'.repeat(29)}…" (row 7 of a.csv). ` +
      'Most likely the file was converted from latin1, but was windows-1252: convert the original again with iconv -f windows-1252 -t utf-8',
  );
});
