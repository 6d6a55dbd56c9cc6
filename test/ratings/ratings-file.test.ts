import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { UsageError } from '../../src/lib/errors.ts';
import { readRatingsFile } from '../../src/ratings/ratings-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  path = join(folder, 'ratings.csv');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('readRatingsFile', () => {
  it.each([
    ['plain', 'rater,item,value\nada,a,4\nbob,a,5\n'],
    ['columns in another order, and more of them', 'note,value,rater,item\nx,4,ada,a\ny,5,bob,a\n'],
    ['byte order mark, CRLF, empty lines, blanks', '\uFEFFRater , item,value\r\n\r\nada,a, 4\r\nbob,a,5.0\r\n'],
    ['semicolons', 'rater;item;value\nada;a;4,0\nbob;a;5,0\n'],
    ['tabs', 'rater\titem\tvalue\nada\ta\t4\nbob\ta\t5\n'],
    ['the line that Excel writes', 'sep=;\r\nrater;item;value\r\nada;a;4\r\nbob;a;5\r\n'],
    ['JSON Lines', '{"rater": "ada", "item": "a", "value": 4}\n{"rater": "bob", "item": "a", "value": "5"}\n'],
    ['a JSON array', '[{"rater": "ada", "item": "a", "value": 4},\n {"rater": "bob", "item": "a", "value": 5}]'],
    ['an array in an object', '{"rows": [{"rater":"ada","item":"a","value":4},{"rater":"bob","item":"a","value":5}]}'],
    ['quotes', '"rater","item","value"\n"ada","a","4"\n"bob","a","5e0"'],
  ])('reads %s', async (_, text) => {
    await writeFile(path, text);
    expect(await readRatingsFile(path)).toMatchObject({
      ratings: [
        { rater: 'ada', item: 'a', value: 4 },
        { rater: 'bob', item: 'a', value: 5 },
      ],
      items: [{ item: 'a' }],
    });
  });

  it('recognizes what is compressed, whatever its name', async () => {
    await writeFile(path, gzipSync('rater,item,value\nada,a,4\n'));
    expect(await readRatingsFile(path)).toMatchObject({ ratings: [{ rater: 'ada', item: 'a', value: 4 }] });
  });

  it('takes UTF-16 with a byte order mark, and refuses Latin-1', async () => {
    await writeFile(path, Buffer.from('\ufeffrater\titem\tvalue\nRené\ta\t4\n', 'utf16le'));
    expect(await readRatingsFile(path)).toMatchObject({ ratings: [{ rater: 'René', item: 'a', value: 4 }] });
    await writeFile(path, Buffer.from('rater,item,value\nRené,a,4\nRenè,a,4\n', 'latin1'));
    await expect(readRatingsFile(path)).rejects.toMatchObject({
      code: 'ratings_invalid',
      message: `${path}:2: bytes that are not UTF-8.`,
      hint: expect.stringContaining('iconv'),
    });
  });

  it('skips and counts what has no value, and merges names that differ only in blanks', async () => {
    const values = ['', 'NA', 'NaN', 'null', '#N/A'];
    const rows = values.map((value, index) => `r${index},a,${value}\n`).join('');
    await writeFile(path, `rater,item,value\n${rows}ada,a,4\nada ,b,5\n`);
    const { ratings, skipped, warnings } = await readRatingsFile(path);
    expect(ratings).toEqual([
      { rater: 'ada', item: 'a', value: 4 },
      { rater: 'ada', item: 'b', value: 5 },
    ]);
    expect(skipped).toBe(5);
    expect(warnings).toEqual([
      '5 ratings have no value (blank, NA, NaN or null) and were skipped, the first in line 2.',
      expect.stringMatching(/^1 rater is written in several ways .*: "ada" and "ada "\.$/u),
    ]);
  });

  it('takes NaN in JSON for nothing', async () => {
    await writeFile(path, '{"rater":"ada","item":"NaN, a","value":NaN}\n{"rater":"bob","item":"NaN, a","value":4}\n');
    const { ratings, skipped } = await readRatingsFile(path);
    expect({ ratings, skipped }).toEqual({ ratings: [{ rater: 'bob', item: 'NaN, a', value: 4 }], skipped: 1 });
  });

  it.each([
    ['3/1/2024 10:22:05', '3/13/2024 10:22:05', '2024-03-01T10:22:05.000Z'],
    ['3/1/2024 10:22:05', '13/3/2024 10:22:05', '2024-01-03T10:22:05.000Z'],
    ['3/1/2024 10:22:05', '3/2/2024 10:22:05', undefined],
  ])('reads the date %s next to %s as %s', async (first, second, answeredAt) => {
    await writeFile(path, `rater,item,value,timestamp\nada,a,1,${first}\nbob,a,2,${second}\n`);
    const { ratings, warnings } = await readRatingsFile(path);
    expect(ratings[0]?.answeredAt).toBe(answeredAt);
    expect(warnings).toHaveLength(answeredAt === undefined ? 1 : 0);
  });

  it('refuses dates of which some have the day first and others the month', async () => {
    await writeFile(path, 'rater,item,value,timestamp\nada,a,1,13/1/2024\nbob,a,2,1/13/2024\n');
    await expect(readRatingsFile(path)).rejects.toThrow('has the day first, but "1/13/2024"');
  });

  it('finds columns that rows of JSON have only later', async () => {
    const late = '{"rater":"bob","item":"a","value":4,"source":"books"}';
    await writeFile(path, `{"rater":"ada","item":"a","value":3}\n${late}\n`);
    expect((await readRatingsFile(path)).items).toEqual([{ item: 'a', source: 'books' }]);
  });

  it.each([
    ['', ': the file is empty.'],
    ['rater,item,value\n', ':1: a header and no rows.'],
    ['rater,value\n', ": can't find a column for the item. The columns are rater, value."],
    ['rater,item,value,item\n', ':1: two columns are named `item`.'],
    ['rater,item,value\nada,a,good\n', ':2: value "good" is not a number.'],
    ['rater,item,value\nada,a,0x10\n', ':2: value "0x10" is not a number.'],
    ['rater,item,value\nada,a,\u001b[31m\n', ':2: value "\\u001b[31m" is not a number.'],
    ['rater,item,value\n,a,1\n', ':2: rater is empty.'],
    ['rater,item,value\nada, ,1\n', ':2: item is empty.'],
    ['rater,item,value\nada,a,\n', ': there are rows, but none of them has a rating: 1 is blank, NA, NaN or null.'],
    ['rater,item,value,status\nada,a,3,draft\n', ': there are rows, but none of them is a submitted rating.'],
    ['rater,item,value\n"ada\nb",a,1\nada,a,x\n', ':4: value "x" is not a number.'],
    ['rater,item,value,prompt\r\nada,a,x,"two\r\nlines"\r\n', ':2: value "x" is not a number.'],
    ['sep=;\r\nrater;item;value\r\nada;a;x\r\n', ':3: value "x" is not a number.'],
    ['rater,item,value\nada,a,1\nbob,a,1\nada ,a,2\n', ':4: rater "ada" rated item "a" already in line 2.'],
    ['rater,item,value\nada,a\n', ':2: 2 fields, but the header has 3.'],
    ['rater,item,value\nada,a,1\nbob,"a,1\ncid,a,1\n', ':3: a quote that opens in this row is never closed.'],
    ['{"rater": "ada", "item": "a", "value": 4}\n{"rater": "bob", "item": "a"\n', ':2: invalid JSON at character 29'],
  ])('refuses %j', async (text, message) => {
    await writeFile(path, text);
    const error: unknown = await readRatingsFile(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining(`${path}${message}`), hint: expect.any(String) });
  });

  it('reads other facts about answers and items', async () => {
    const lines = [
      'Prompt_ID,rater,value,status,answered_at,text,kind,source',
      'a,ada,4,submitted,2026-03-01T10:30:00+01:00,"Write, please.",Human,books',
      'a,bob,5,Submitted,2026-03-01 10:30,,,',
      'a,cid,,discarded,,"Write, please.",human,books',
      'b,ada,,draft,,Sing.,,',
    ];
    await writeFile(path, lines.join('\n'));
    expect(await readRatingsFile(path)).toMatchObject({
      ratings: [
        { rater: 'ada', item: 'a', value: 4, answeredAt: '2026-03-01T09:30:00.000Z' },
        { rater: 'bob', item: 'a', value: 5, answeredAt: '2026-03-01T10:30:00.000Z' },
      ],
      items: [
        { item: 'a', prompt: 'Write, please.', kind: 'human', source: 'books' },
        { item: 'b', prompt: 'Sing.' },
      ],
    });
  });

  it.each([
    ['kind', 'robot', 'kind "robot" is none of human, synthetic, unknown.'],
    ['status', 'done', 'status "done" is none of submitted, discarded, draft, pending.'],
    ['status', '', 'status "" is none of submitted, discarded, draft, pending.'],
    ['answered_at', 'yesterday', 'answered_at "yesterday" is not a time such as 2026-03-01T09:30:00Z.'],
    ['answered_at', '2026-02-30', 'answered_at "2026-02-30" is not a time such as 2026-03-01T09:30:00Z.'],
  ])('refuses a %s of "%s"', async (column, cell, message) => {
    await writeFile(path, `rater,item,value,${column}\nada,a,1,${cell}\n`);
    await expect(readRatingsFile(path)).rejects.toMatchObject({
      code: 'ratings_invalid',
      message: `${path}:2: ${message}`,
    });
  });

  it.each(['prompt', 'kind', 'source'])('refuses an item with two of %s', async (column) => {
    await writeFile(path, `rater,item,value,${column}\nada,a,1,human\nbob,a,2,\ncid,a,1,unknown\n`);
    await expect(readRatingsFile(path)).rejects.toMatchObject({
      code: 'ratings_contradict',
      message: `${path}:4: the ${column} of item "a" is "unknown", but "human" in line 2.`,
    });
  });

  it('refuses a value that is not on the scale', async () => {
    await writeFile(path, 'rater,item,value\nada,a,-0.5\nbob,a,1\n');
    await expect(readRatingsFile(path, { scale: [-1, -0.5, 0] })).rejects.toMatchObject({
      code: 'value_off_scale',
      message: `${path}:3: value 1 is not on the scale -1, -0.5, 0.`,
    });
  });

  it('names a file that does not exist', async () => {
    await expect(readRatingsFile(path)).rejects.toMatchObject({
      code: 'ratings_file_unreadable',
      message: expect.stringContaining(path),
    });
  });
});

describe('wide tables', () => {
  const expected = [
    { rater: 'ada', item: 'a', value: 4 },
    { rater: 'bob', item: 'a', value: 2 },
    { rater: 'bob', item: 'b', value: 5 },
  ];
  const byItem = 'Prompt,kind,ada,bob,comment\na,human,4,2,nice\nb,,,5,\n';
  const byRater =
    'Timestamp,Email Address,a,b\n2024/03/01 9:30:00 AM GMT+1,ada,4,\n2024/03/01 9:31:00 AM GMT+1,bob,2,5\n';

  it.each([
    ['detect', byItem],
    ['raters', byItem],
    ['detect', byRater],
    ['items', byRater],
  ] as const)('are taken apart: %s', async (wide, text) => {
    await writeFile(path, text);
    const { ratings, skipped } = await readRatingsFile(path, { wide });
    expect(
      ratings
        .map(({ rater, item, value }) => ({ rater, item, value }))
        .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ).toEqual(expected);
    expect(skipped).toBe(1);
  });

  it('keep facts about items and times, and report columns without numbers', async () => {
    await writeFile(path, byItem);
    const read = await readRatingsFile(path, { wide: 'detect' });
    expect(read.items[0]).toMatchObject({ item: 'a', kind: 'human' });
    expect(read.warnings[0]).toBe('Columns without a number are ignored: comment. 2 are raters.');
    await writeFile(path, byRater);
    expect((await readRatingsFile(path, { wide: 'detect' })).ratings[0]?.answeredAt).toBe('2024-03-01T08:30:00.000Z');
  });

  it.each([
    ['x,y\n1,2\n', {}, ': no column names the items or the raters. The columns are x, y.'],
    ['item,rater,y\n1,2,3\n', {}, ': "item" and "rater" could both name the rows.'],
    ['item,ada\na,4\nb,good\n', {}, ':3, column "ada": value "good" is not a number.'],
    ['item,ada\na,4\na,5\n', {}, ':3, column "ada": rater "ada" rated item "a" already in line 2.'],
    ['x,ada\na,4\n', { named: { item: 'y' } }, ': there is no column "y". The columns are x, ada.'],
  ])('are refused: %j', async (text, options, message) => {
    await writeFile(path, text);
    await expect(readRatingsFile(path, { wide: 'detect', ...options })).rejects.toThrow(`${path}${message}`);
  });

  it('have no column of values', async () => {
    await writeFile(path, byItem);
    await expect(readRatingsFile(path, { wide: 'detect', named: { value: 'ada' } })).rejects.toThrow(
      '--value names one',
    );
  });
});
