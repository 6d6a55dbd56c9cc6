import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/lib/errors.ts';
import { renderCsv } from '../../../src/lib/text/csv.ts';
import { assertRankingFile, type RankingFileRow, writeRankingFile } from '../../../src/release/files/ranking-file.ts';
import { describeParquet, readParquet } from '../parquet-rows.ts';
import { rankedItem } from '../release-input.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const unknown = { prompt: null, source: null, kind: null };
const plain: RankingFileRow[] = [
  { ...rankedItem('a', 1, { score: 4.5, agreementRatio: 0.5 }), ...unknown },
  {
    ...rankedItem('b', 2, { score: null, scoreLow: null, scoreHigh: null, tier: null, mean: null, answers: 0 }),
    ...unknown,
  },
];
const full: RankingFileRow[] = [
  { ...rankedItem('p1', 1), prompt: '=SUM(A1)\n"x", y', source: 'oasst2', kind: 'human' },
];

describe('writeRankingFile', () => {
  it('writes CSV', async () => {
    const path = join(folder, 'new', 'ranking.csv');
    await writeRankingFile(path, plain);
    expect(await readFile(path, 'utf8')).toBe(
      'rank,item,score,score_low,score_high,tier,mean,answers,agreement_ratio\r\n1,a,4.5,3,5,A,4,1,0.5\r\n2,b,,,,,,0,\r\n',
    );
  });

  it('writes prompt, source and kind if they are known', async () => {
    const path = join(folder, 'ranking.csv');
    await writeRankingFile(path, full);
    expect(await readFile(path, 'utf8')).toBe(
      'rank,item,score,score_low,score_high,tier,mean,answers,agreement_ratio,prompt,source,kind\r\n' +
        '1,p1,4,3,5,A,4,1,,"\'=SUM(A1)\n""x"", y",oasst2,human\r\n',
    );
  });

  it('writes JSON', async () => {
    const path = join(folder, 'ranking.JSON');
    await writeRankingFile(path, full);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([
      {
        rank: 1,
        item: 'p1',
        score: 4,
        score_low: 3,
        score_high: 5,
        tier: 'A',
        mean: 4,
        answers: 1,
        agreement_ratio: null,
        prompt: '=SUM(A1)\n"x", y',
        source: 'oasst2',
        kind: 'human',
      },
    ]);
  });

  it('writes parquet', async () => {
    const path = join(folder, 'ranking.parquet');
    await writeRankingFile(path, plain);
    expect(await describeParquet(path)).toEqual([
      ['rank', 'BIGINT'],
      ['item', 'VARCHAR'],
      ['score', 'DOUBLE'],
      ['score_low', 'DOUBLE'],
      ['score_high', 'DOUBLE'],
      ['tier', 'VARCHAR'],
      ['mean', 'DOUBLE'],
      ['answers', 'BIGINT'],
      ['agreement_ratio', 'DOUBLE'],
    ]);
    expect(await readParquet(path)).toMatchObject([
      { rank: '1', score: 4.5 },
      { rank: '2', score: null, tier: null },
    ]);
  });

  it.each(['ranking', 'ranking.xlsx', 'ranking.csv.gz'])('refuses %s before it writes', async (name) => {
    expect(() => assertRankingFile(name)).toThrow(UsageError);
    await expect(writeRankingFile(join(folder, name), plain)).rejects.toThrow(UsageError);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('renderCsv', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['a=b', 'a=b'],
  ])('makes %j harmless in a spreadsheet', (text, cell) => {
    expect(renderCsv(['x'], [[text]])).toBe(`x\r\n${cell}\r\n`);
  });

  it('keeps negative numbers numbers', () => {
    expect(renderCsv(['x'], [[-1.5]])).toBe('x\r\n-1.5\r\n');
  });

  it('can be read back by a parser of RFC 4180', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((cell) => !/^[=+\-@\t\r\uFEFF]/u.test(cell) && cell !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (rows) => {
        const csv = renderCsv(['a', 'b'], rows);
        expect(parse(csv, { record_delimiter: '\r\n' })).toEqual([['a', 'b'], ...rows]);
      }),
    );
  });
});
