import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rankItems } from '../../src/rank/rank-items.ts';
import { readRows } from '../support/read-rows.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(cwd, { recursive: true }));

it('ranks the ratings of a release as the release does', { timeout: 120_000 }, async () => {
  await runJson(['demo', 'try'], { cwd });
  const release = join(cwd, 'try', 'release');
  const ratings = join(release, 'ratings', 'train-00000-of-00001.parquet');
  const words = ['rank', '--input', ratings, '--scale', '1,2,3,4,5', '--out', 'ranking.parquet', '--raters'];
  const data = await runJson(words, { cwd });
  const released = await readRows(join(release, 'data', 'train-00000-of-00001.parquet'));
  const ranked = await readRows(join(cwd, 'ranking.parquet'));
  const figures = ['rank', 'score', 'score_low', 'score_high', 'tier', 'agreement_ratio'];
  expect(ranked.map((row) => [row['item'], row['mean'], ...figures.map((name) => row[name])])).toEqual(
    released.map((row) => [row['id'], row['avg_rating'], ...figures.map((name) => row[name])]),
  );
  const raters = await readRows(join(release, 'raters', 'train-00000-of-00001.parquet'));
  const severities = new Map(raters.map((row) => [row['rater'], row['severity']]));
  expect(data['rater_table']).toHaveLength(raters.length);
  expect(data['rater_table']).toEqual(
    expect.arrayContaining([...severities].map(([rater, severity]) => expect.objectContaining({ rater, severity }))),
  );
});

/** Three raters on twelve items. Every value of the scale occurs, and later items get higher values. */
function tableOf(values: readonly number[]): { rater: string; item: string; value: number }[] {
  return Array.from({ length: 12 }, (_, item) =>
    ['ada', 'bob', 'cid'].map((rater, shift) => {
      const place = Math.round((item / 11) * (values.length - 1)) + (item % 4 === shift ? 1 : 0);
      return { rater, item: `i${item}`, value: values[Math.min(values.length - 1, place)] ?? 0 };
    }),
  ).flat();
}

async function writeTable(ratings: readonly { rater: string; item: string; value: number }[]): Promise<void> {
  const lines = ratings.map(({ rater, item, value }) => `${rater},${item},${value}`);
  await writeFile(join(cwd, 'own.csv'), ['rater,item,value', ...lines].join('\n'));
}

/** Item and score of each printed row. */
async function rankOwn(...flags: string[]): Promise<unknown> {
  const { top } = await runJson(['rank', '--input', 'own.csv', '--top', '12', ...flags], { cwd });
  return JSON.parse(JSON.stringify(top)).map(({ item, score }: { item: string; score: number }) => [item, score]);
}

describe('any ordered scale', () => {
  it.each([
    ['2 values', [0, 1]],
    ['11 values', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['half steps', [1, 1.5, 2, 2.5, 3, 3.5, 4]],
    ['negative numbers', [-2, -1, 0, 1, 2]],
  ])('is ranked within its ends: %s', async (_, values) => {
    await writeTable(tableOf(values));
    const data = await runJson(['rank', '--input', 'own.csv', '--top', '12', '--scale', values.join(',')], { cwd });
    const rows: { item: string; score: number; score_low: number; score_high: number }[] = JSON.parse(
      JSON.stringify(data['top']),
    );
    expect(rows).toHaveLength(12);
    expect(rows[0]?.item).toMatch(/^i1[01]$|^i9$/u);
    for (const row of rows) {
      expect(row.score_low).toBeGreaterThanOrEqual(values[0] ?? 0);
      expect(row.score).toBeGreaterThanOrEqual(row.score_low);
      expect(row.score_high).toBeGreaterThanOrEqual(row.score);
      expect(row.score_high).toBeLessThanOrEqual(values.at(-1) ?? 0);
    }
    expect(await runJson(['rank', '--input', 'own.csv', '--top', '12'], { cwd })).toEqual(data);
  });

  it('includes values that nobody gave if --scale says so', async () => {
    const ratings = tableOf([2, 3, 4]);
    await writeTable(ratings);
    const items = [...new Set(ratings.map(({ item }) => item))];
    const expected = (scale?: number[]): unknown =>
      rankItems({ ratings, items, ...(scale === undefined ? {} : { scale }) }).items.map(({ item, score }) => [
        item,
        score,
      ]);
    expect(await rankOwn('--scale', '1,2,3,4,5')).toEqual(expected([1, 2, 3, 4, 5]));
    expect(await rankOwn()).toEqual(expected());
    expect(expected()).not.toEqual(expected([1, 2, 3, 4, 5]));
  });
});

describe('refuses', () => {
  beforeEach(() => writeTable(tableOf([1, 2, 3])));

  it.each(['1', '1,1', '2,1', '1,,2', '1,x', '1,Infinity', '0,1,2,3,4,5,6,7,8,9,10,11', ''])(
    'a scale of "%s"',
    async (scale) => {
      const run = await runPrank(['rank', '--input', 'own.csv', '--scale', scale], { cwd });
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('It must be 2 to 11 ascending numbers with commas between them.');
    },
  );

  it('a scale without ratings of a file', async () => {
    const run = await runPrank(['rank', '--scale', '1,2', '--json'], { cwd });
    expect(run.exitCode).toBe(2);
    expect(JSON.parse(run.stdout).error).toMatchObject({ code: 'scale_without_input' });
  });

  it('a value off the scale, by file and line', async () => {
    const run = await runPrank(['rank', '--input', 'own.csv', '--scale', '1,2', '--json'], { cwd });
    expect(run.exitCode).toBe(2);
    const { error } = JSON.parse(run.stdout);
    expect(error.code).toBe('value_off_scale');
    expect(error.message).toMatch(/own\.csv:\d+: value 3 is not on the scale 1, 2\.$/u);
  });
});

it('says what ratings depend on, from the columns of the file', async () => {
  const rows = tableOf([1, 2, 3, 4, 5]).map(({ rater, item, value }, index) => {
    const number = Number(item.slice(1));
    const day = new Date(Date.UTC(2026, 2, 1 + (index % 5), 9, index)).toISOString();
    return `${rater},${item},${value},${day},Text ${'x'.repeat(number * 7)},${number % 2 === 0 ? 'human' : 'synthetic'}`;
  });
  await writeFile(join(cwd, 'own.csv'), ['rater,item,value,answered_at,text,kind', ...rows].join('\n'));
  const data = await runJson(['rank', '--input', 'own.csv'], { cwd });
  const names = JSON.stringify(data['factors']).match(/(?<="factor":")\w+/gu);
  expect([...new Set(names)]).toEqual(['kind', 'length', 'position', 'experience', 'time']);
  expect(JSON.stringify(data['agreement_statistics'])).toMatch(/"by":"kind".*"by":"length".*"by":"period"/u);
  expect(JSON.stringify(data['agreement_statistics'])).not.toContain('"by":"source"');
  expect(data['top']).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'human', source: null })]));
});

describe('--report', () => {
  beforeEach(() => writeTable(tableOf([1, 2, 3, 4, 5])));

  it('writes one page about a file, the same every time', async () => {
    await runJson(['rank', '--input', 'own.csv', '--report', 'pages/own.html', '--top', '3'], { cwd });
    const page = await readFile(join(cwd, 'pages', 'own.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/u);
    expect(page).toContain('<h1 dir="auto">own.csv</h1>');
    expect(page).toContain('<td>ada</td>');
    await writeFile(join(cwd, 'pages', 'own.html'), 'something older');
    await runJson(['rank', '--input', 'own.csv', '--report', 'pages/own.html', '--top', '3'], { cwd });
    expect(await readFile(join(cwd, 'pages', 'own.html'), 'utf8')).toBe(page);
    expect(await readdir(join(cwd, 'pages'))).toEqual(['own.html']);
  });

  it('rejects a name that is not for a page, and leaves the file alone', async () => {
    const run = await runPrank(['rank', '--input', 'own.csv', '--report', 'own.csv', '--json'], { cwd });
    expect(run.exitCode).toBe(2);
    expect(JSON.parse(run.stdout).error).toMatchObject({ code: 'report_file_ending' });
    expect(await readFile(join(cwd, 'own.csv'), 'utf8')).toMatch(/^rater,item,value\n/u);
  });
});
