import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sqlText, withDuckdb } from '../../src/lib/files/duckdb.ts';
import { readRatingsFile } from '../../src/ratings/ratings-file.ts';
import { build, source, usageError, withFolder } from './campaign-folder.ts';

const image = String.raw`'\x89PNG\x0D\x0A\xFF\xD8'::BLOB`;

/** A campaign folder with `a.parquet` of these rows. */
async function withParquet<T>(rows: string, work: (dir: string) => Promise<T>): Promise<T> {
  return withFolder({}, async (dir) => {
    await withDuckdb((connection) =>
      connection.run(`COPY (${rows}) TO ${sqlText(join(dir, 'a.parquet'))} (FORMAT parquet, COMPRESSION uncompressed)`),
    );
    return work(dir);
  });
}

/** The row numbered `bad` has bytes that are not UTF-8 in `bytes`; the others have text that is not declared as text. */
const bytesOf = (bad: number): string => `CASE WHEN n = ${bad} THEN ${image} ELSE encode('text é ' || n) END`;

test('bytes in columns and fields that nobody reads are no fault', async () => {
  const rows = `SELECT 'Describe it, ' || n AS prompt, ${image} AS image,
    [{role: 'user', content: [{text: NULL, image: {bytes: ${image}, path: 'a.png'}}, {text: 'What is ' || n, image: NULL}]}] AS messages
    FROM range(3) r(n)`;
  await withParquet(rows, async (dir) => {
    const promptPaths = ['messages[role=user].content[].text'];
    const metadata = { path: 'messages[0].content[0].image.path', column: 'prompt' };
    const { prompts } = await build(dir, { sources: [source('a.parquet', { promptPaths, metadata })] });
    expect(prompts.map(({ prompt }) => prompt).toSorted()).toEqual(['What is 0', 'What is 1', 'What is 2']);
    expect(prompts.map((prompt) => prompt.metadata['path'])).toEqual(['a.png', 'a.png', 'a.png']);
  });
});

test('metadata with bytes among text keep the text', async () => {
  await withParquet(`SELECT 'Hello' AS prompt, {bytes: ${image}, path: 'a.png'} AS image`, async (dir) => {
    const { prompts } = await build(dir, { sources: [source('a.parquet', { metadata: { image: 'image' } })] });
    expect(prompts[0]?.metadata).toEqual({ image: { path: 'a.png' } });
  });
});

describe.for<[name: string, column: (bytes: string) => string, path: string]>([
  ['a column', (bytes) => `${bytes} AS prompt`, 'prompt'],
  ['a field', (bytes) => `{text: ${bytes}, n: n} AS turn`, 'turn.text'],
  ['a list', (bytes) => `[{role: 'user', content: ${bytes}}] AS turns`, 'turns[role=user].content'],
])('text in %s without the type of text', ([, column, path]) => {
  const rows = (bad: number): string => `SELECT ${column(bytesOf(bad))} FROM range(3000) r(n)`;
  const fault = `a.parquet: row 2501 has bytes that are not UTF-8 in \`${path}\``;

  test('is read', async () => {
    await withParquet(rows(-1), async (dir) => {
      const { prompts } = await build(dir, { sources: [source('a.parquet', { promptPaths: [path] })] });
      expect(prompts.find(({ sourceRow }) => sourceRow === 'a.parquet:2501')?.prompt).toBe('text é 2500');
      expect(prompts).toHaveLength(3000);
    });
  });

  test('ends the build at the row with bytes that are not UTF-8', async () => {
    await withParquet(rows(2500), async (dir) => {
      const error = await usageError(build(dir, { sources: [source('a.parquet', { promptPaths: [path] })] }));
      expect(error).toMatchObject({ code: 'data_malformed', message: fault });
    });
  });

  test('is skipped in that row on request', async () => {
    await withParquet(rows(2500), async (dir) => {
      const sources = [source('a.parquet', { promptPaths: [path], onBadRow: 'skip' })];
      const { outcome, prompts, warnings } = await build(dir, { sources });
      expect(outcome).toMatchObject({ candidates: 3000, prompts: 2999, dropped: { bad_row: 1 } });
      expect(prompts.some(({ sourceRow }) => sourceRow === 'a.parquet:2501')).toBe(false);
      expect(warnings).toEqual([`Source s: 1 row could not be read and was skipped: ${fault}`]);
    });
  });
});

test('bytes that the file calls text end the build with the value, also if bad rows are skipped', async () => {
  await withParquet(`SELECT 'text ' || n || ' of é' AS prompt FROM range(100) r(n)`, async (dir) => {
    const path = join(dir, 'a.parquet');
    const bytes = Buffer.from(
      (await readFile(path)).toString('latin1').replace('text 7 of \xc3', 'text 7 of \xff'),
      'latin1',
    );
    await writeFile(path, bytes);
    const error = await usageError(build(dir, { sources: [source('a.parquet', { onBadRow: 'skip' })] }));
    expect(error.message).toBe(
      String.raw`a.parquet: a column of text has bytes that are not UTF-8: text 7 of \xFF\xA9`,
    );
  });
});

test('a ratings file names the row', async () => {
  const rows = `SELECT 'mia' AS rater, ${bytesOf(1)} AS item, 3 AS value, ${image} AS image FROM range(3) r(n)`;
  await withParquet(rows, async (dir) => {
    const path = join(dir, 'a.parquet');
    expect(await usageError(readRatingsFile(path))).toMatchObject({
      code: 'ratings_invalid',
      message: `${path}: row 2 has bytes that are not UTF-8 in \`item\`.`,
    });
  });
});
