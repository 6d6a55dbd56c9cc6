import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvCutter, type CutRecord } from '../../../src/lib/readers/csv-cutter.ts';

function cutPieces(pieces: readonly string[], maxCharacters?: number): CutRecord[] {
  const cutter = new CsvCutter('a.csv', ',', maxCharacters);
  return [...pieces.flatMap((piece) => [...cutter.push(piece)]), ...cutter.end()];
}

/** The cells of each record after the header, or what is wrong with it, with its first line. */
function rowsOf(records: readonly CutRecord[]): [number, string[] | string][] {
  return records
    .slice(1)
    .map(({ line, cells, fault }) => [line, fault === null ? cells : fault.message.replace(/^a\.csv:/u, '')]);
}

const quote = (cell: string): string => (/[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const goodCell = fc
  .array(fc.constantFrom('b', ' ', 'é', '"', ',', '\n', '\r\n', '漢'), { maxLength: 6 })
  .map((characters) => `a${characters.join('')}`);
const goodRow = fc.tuple(goodCell, goodCell).map((cells) => ({ text: cells.map(quote).join(','), cells }));
const badRow = fc
  .constantFrom(
    '9,"open',
    '"open,9',
    '9,5" disk',
    '9,"Say" hi',
    '9,"Say "hi" to me"',
    '9,a "b',
    '9,8,7',
    '9,"8, 7",6',
    '9',
    '9,a\0b',
    '9,"a\0\ufffd\nb"',
  )
  .map((text) => ({ text, cells: null }));
const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n');
const rows = fc.array(fc.tuple(fc.oneof({ weight: 3, arbitrary: goodRow }, badRow), lineEnd), { maxLength: 12 });

describe('CsvCutter', () => {
  test('gives exactly the good rows among bad ones, with their lines, however the text is split into pieces', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(), { maxLength: 8 }), (written, cuts) => {
        const text = `n,prompt\n${written.map(([row, end]) => row.text + end).join('')}`;
        const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
        const records = cutPieces(ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)));
        let line = 2;
        const expected = written.map(([{ text: own, cells }, end]) => {
          const start = line;
          line += `${own}${end}`.split(/\r\n|\n|\r/u).length - 1;
          return [start, cells];
        });
        const found = records.slice(1).map(({ line: first, cells }) => [first, cells?.length === 2 ? cells : null]);
        expect(found).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test.for<[name: string, text: string, rows: [number, string[] | string][]]>([
    [
      'a quote that is never closed takes no other row with it',
      'n,p\n1,"one\n2,two\n3,"three"\n4,"four\n5,five\n',
      [
        [2, '2: text after the closing quote of a field'],
        [3, ['2', 'two']],
        [4, ['3', 'three']],
        [5, '5: a quote that opens in this row is never closed'],
        [6, ['5', 'five']],
      ],
    ],
    [
      'no row is made from the lines of a text with stray quotes',
      'n,p\n1,"Say "hi" to\nmy, old, and\nnew friends"\n2,two\n',
      [
        [2, '2: text after the closing quote of a field'],
        [5, ['2', 'two']],
      ],
    ],
    [
      'the last line of such a text need not be the last of the row',
      'n,p,q\n1,"Say "hi" to\nfriends",x\n2,two,y\n',
      [
        [2, '2: text after the closing quote of a field'],
        [4, ['2', 'two', 'y']],
      ],
    ],
  ])('%s', ([, text, expected]) => {
    expect(rowsOf(cutPieces([text]))).toEqual(expected);
    expect(rowsOf(cutPieces(text.split('')))).toEqual(expected);
  });

  test('stops at lines that are rows or the rest of a text', () => {
    expect(() => cutPieces(['p\nSay\n"Say "hi" to\nmy friend\nand me"\nlast\n'])).toThrow(
      "a.csv:3: text after the closing quote of a field, and the lines up to 5 can be rows or the rest of this one, so it can't be skipped",
    );
  });

  test('stops at a row of the wrong length that may have swallowed others', () => {
    expect(() => cutPieces(['n,p\n1,"one\n2,two\n3,three",x\n'])).toThrow(
      "a.csv:2: 3 fields, but the header has 2, and the lines up to 4 can be rows or the rest of this one, so it can't be skipped",
    );
    expect(rowsOf(cutPieces(['n,p\n1,"one\nand, but, so",x\n2,two\n']))).toEqual([
      [2, ['1', 'one\nand, but, so', 'x']],
      [4, ['2', 'two']],
    ]);
  });

  test('stops at a bad header', () => {
    expect(() => cutPieces(['n,a "b"\n1,2\n'])).toThrow('a.csv:1: a quote inside a field');
    expect(() => cutPieces(['n,a\0b\n1,2\n'])).toThrow('a.csv:1: a NUL byte');
  });

  test('drops a row over the limit without collecting it', () => {
    const tooLong = ': a row of more than 128 MB; most likely a quote is never closed';
    const long = Array<string>(100).fill('x'.repeat(10));
    const expected = [
      [2, ['1', 'one']],
      [3, `3${tooLong}`],
      [4, ['3', 'three']],
    ];
    expect(rowsOf(cutPieces(['n,p\r\n1,one\r\n2,', ...long, '\r', '\n3,three\r\n'], 50))).toEqual(expected);
    expect(rowsOf(cutPieces(['n,p\n1,one\n2,"', ...long, '"\n3,three'], 50))).toEqual(expected);
    const lines = Array<string>(9).fill('4,"four"\n');
    expect(rowsOf(cutPieces(['n,p\n1,one\n2,"""', ...long, '\n3,three\n', ...lines], 50)).slice(0, 3)).toEqual(
      expected,
    );
  });
});
