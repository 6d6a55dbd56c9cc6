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
    expect(await readRatingsCsv(path)).toEqual({
      ratings: [
        { rater: 'ada', item: 'a', value: 4 },
        { rater: 'bob', item: 'a', value: 5 },
      ],
      items: [{ item: 'a' }],
    });
  });

  it.each([
    ['', ': the file is empty.'],
    ['rater,value\n', ':1: column item or prompt_id is missing; the header has: rater, value.'],
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

  it('reads other facts about answers and items', async () => {
    const lines = [
      'Prompt_ID,rater,value,status,answered_at,text,kind,source',
      'a,ada,4,submitted,2026-03-01T10:30:00+01:00,"Write, please.",Human,books',
      'a,bob,5,Submitted,2026-03-01 10:30,,,',
      'a,cid,,discarded,,"Write, please.",human,books',
      'b,ada,,draft,,Sing.,,',
    ];
    await writeFile(path, lines.join('\n'));
    expect(await readRatingsCsv(path)).toEqual({
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
    await expect(readRatingsCsv(path)).rejects.toMatchObject({
      code: 'ratings_invalid',
      message: `${path}:2: ${message}`,
    });
  });

  it.each(['prompt', 'kind', 'source'])('refuses an item with two of %s', async (column) => {
    await writeFile(path, `rater,item,value,${column}\nada,a,1,human\nbob,a,2,\ncid,a,1,unknown\n`);
    await expect(readRatingsCsv(path)).rejects.toMatchObject({
      code: 'ratings_contradict',
      message: `${path}:4: the ${column} of item "a" is "unknown", but "human" in line 2.`,
    });
  });

  it('refuses a value that is not on the scale', async () => {
    await writeFile(path, 'rater,item,value\nada,a,-0.5\nbob,a,1\n');
    await expect(readRatingsCsv(path, [-1, -0.5, 0])).rejects.toMatchObject({
      code: 'value_off_scale',
      message: `${path}:3: value 1 is not on the scale -1, -0.5, 0.`,
    });
  });

  it('names a file that does not exist', async () => {
    await expect(readRatingsCsv(path)).rejects.toMatchObject({
      code: 'ratings_file_unreadable',
      message: expect.stringContaining(path),
    });
  });
});
