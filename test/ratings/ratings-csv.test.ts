import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/lib/errors.ts';
import { readRatingsCsv } from '../../src/ratings/ratings-csv.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  path = join(folder, 'ratings.csv');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('readRatingsCsv', () => {
  it.each([
    ['plain', 'rater,item,value\nada,a,4\nbob,a,5\n'],
    ['columns in another order, and more of them', 'note,value,rater,item\nx,4,ada,a\ny,5,bob,a\n'],
    ['byte order mark, CRLF, empty lines, blanks', '\uFEFFRater , item,value\r\n\r\nada,a, 4\r\nbob,a,5.0\r\n'],
    ['quotes', '"rater","item","value"\n"ada","a","4"\n"bob","a","5e0"'],
  ])('reads %s', async (_, text) => {
    await writeFile(path, text);
    expect(await readRatingsCsv(path)).toEqual([
      { rater: 'ada', item: 'a', value: 4 },
      { rater: 'bob', item: 'a', value: 5 },
    ]);
  });

  it.each([
    ['', ': the file is empty.'],
    ['rater,value\n', ':1: column item is missing; the header has: rater, value.'],
    ['rater,item,value,item\n', ':1: column item stands there more than once.'],
    ['rater,item,value\nada,a,good\n', ':2: value "good" is not a number.'],
    ['rater,item,value\nada,a,\n', ':2: value "" is not a number.'],
    ['rater,item,value\nada,a,0x10\n', ':2: value "0x10" is not a number.'],
    ['rater,item,value\nada,a,1e999\n', ':2: value "1e999" is not a number.'],
    ['rater,item,value\nada,a,NaN\n', ':2: value "NaN" is not a number.'],
    ['rater,item,value\nada,a,\u001b[31m\n', ':2: value "\\u001b[31m" is not a number.'],
    ['rater,item,value\n,a,1\n', ':2: rater is empty.'],
    ['rater,item,value\nada, ,1\n', ':2: item is empty.'],
    ['rater,item,value\n"ada\nb",a,1\nada,a,x\n', ':4: value "x" is not a number.'],
    ['rater,item,value\nada,a,1\nbob,a,1\nada,a,2\n', ':4: rater "ada" rated item "a" already in line 2.'],
    ['rater,item,value\nada,a\n', ':2: Invalid Record Length: expect 3, got 2 on line 2.'],
  ])('refuses %j', async (text, message) => {
    await writeFile(path, text);
    const error: unknown = await readRatingsCsv(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: `${path}${message}`, hint: expect.any(String) });
  });

  it('says which file is not there', async () => {
    await expect(readRatingsCsv(path)).rejects.toMatchObject({
      code: 'ratings_file_unreadable',
      message: expect.stringContaining(path),
    });
  });
});
