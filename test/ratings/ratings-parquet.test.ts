import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sqlText, withDuckdb } from '../../src/lib/files/duckdb.ts';
import { readRatingsFile } from '../../src/ratings/ratings-file.ts';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-ratings-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** Writes the rows of a query to ratings.parquet. */
async function write(query: string): Promise<string> {
  const path = join(dir, 'ratings.parquet');
  await withDuckdb((connection) => connection.run(`COPY (${query}) TO ${sqlText(path)} (FORMAT parquet)`));
  return path;
}

it.each([
  ['texts and doubles', "SELECT * FROM (VALUES ('ada', 'a', 4.0::DOUBLE), ('bob', 'a', 5)) AS t(rater, item, value)"],
  [
    'other columns, other order',
    "SELECT * FROM (VALUES (1, 4, 'a', 'ada'), (2, 5, 'a', 'bob')) AS t(x, value, item, rater)",
  ],
  ['decimals', "SELECT * FROM (VALUES ('ada', 'a', 4.0), ('bob', 'a', 5.0)) AS t(rater, item, value)"],
  ['texts of numbers', "SELECT * FROM (VALUES ('ada', 'a', '4'), ('bob', 'a', '5.0')) AS t(rater, item, value)"],
])('reads %s', async (_, query) => {
  expect((await readRatingsFile(await write(query))).ratings).toEqual([
    { rater: 'ada', item: 'a', value: 4 },
    { rater: 'bob', item: 'a', value: 5 },
  ]);
});

it('accepts numbers as the names of raters and items', async () => {
  const path = await write('SELECT 7 AS rater, 12::BIGINT AS item, 3 AS value');
  expect((await readRatingsFile(path)).ratings).toEqual([{ rater: '7', item: '12', value: 3 }]);
});

it.each([
  [
    "SELECT 'ada' AS rater, 4 AS value",
    'ratings_invalid',
    ": can't find a column for the item. The columns are rater, value.",
  ],
  ["SELECT 'ada' AS rater, 'a' AS item, 'good' AS value", 'ratings_invalid', ': row 1: value "good" is not a number.'],
  [
    "SELECT 'ada' AS rater, 'a' AS item, unnest([NULL, 'nan'::DOUBLE]) AS value",
    'ratings_invalid',
    ': there are rows, but none of them has a rating: 2 are blank, NA, NaN or null.',
  ],
  ["SELECT NULL::TEXT AS rater, 'a' AS item, 1 AS value", 'ratings_invalid', ': row 1: rater is empty.'],
  ["SELECT 'ada' AS rater, ' ' AS item, 1 AS value", 'ratings_invalid', ': row 1: item is empty.'],
  [
    "SELECT 'ada' AS rater, 'a' AS item, n::INT AS value FROM range(1, 3) AS t(n)",
    'duplicate_rating',
    ': row 2: rater "ada" rated item "a" already in row 1.',
  ],
])('names file and row of the first fault: %s', async (query, code, message) => {
  const path = await write(query);
  await expect(readRatingsFile(path)).rejects.toMatchObject({ code, message: path + message });
});

it.each([
  ['timestamps with a zone', "'2026-03-01 10:30:00.25+01'::TIMESTAMPTZ", '2026-03-01T09:30:00.250Z'],
  ['timestamps', "'2026-03-01 10:30:00'::TIMESTAMP", '2026-03-01T10:30:00.000Z'],
  ['timestamps in nanoseconds', "'2026-03-01 10:30:00'::TIMESTAMP_NS", '2026-03-01T10:30:00.000Z'],
  ['days', "'2026-03-01'::DATE", '2026-03-01T00:00:00.000Z'],
  ['texts', "'2026-03-01T10:30:00Z'", '2026-03-01T10:30:00.000Z'],
])('reads %s, and other facts about items', async (_, time, answeredAt) => {
  const path = await write(
    `SELECT 'ada' AS rater, 'a' AS prompt_id, 4::BIGINT AS value, 'submitted' AS status, ${time} AS answered_at,
     'Sing.' AS prompt, 'human' AS kind, NULL::TEXT AS source
     UNION ALL SELECT 'bob', 'b', NULL, 'discarded', NULL, NULL, NULL, 'books'`,
  );
  expect(await readRatingsFile(path)).toMatchObject({
    ratings: [{ rater: 'ada', item: 'a', value: 4, answeredAt }],
    items: [
      { item: 'a', prompt: 'Sing.', kind: 'human' },
      { item: 'b', source: 'books' },
    ],
  });
});

it('names file and both rows of a contradiction, and a row without a status', async () => {
  const contradiction = await write(
    "SELECT n::TEXT AS rater, 'a' AS item, 1 AS value, n::TEXT AS source FROM range(2) t(n)",
  );
  await expect(readRatingsFile(contradiction)).rejects.toMatchObject({
    message: `${contradiction}: row 2: the source of item "a" is "1", but "0" in row 1.`,
  });
  const stateless = await write("SELECT 'ada' AS rater, 'a' AS item, 1 AS value, NULL::TEXT AS status");
  await expect(readRatingsFile(stateless)).rejects.toMatchObject({
    message: `${stateless}: row 1: status "" is none of submitted, discarded, draft, pending.`,
  });
});

it('says so if it is not a Parquet file, or missing', async () => {
  const path = join(dir, 'ratings.parquet');
  await expect(readRatingsFile(path)).rejects.toMatchObject({
    code: 'ratings_file_unreadable',
    message: `${path} can't be read: there is no such file.`,
  });
  await writeFile(path, 'rater,item,value\nada,a,1\n');
  await expect(readRatingsFile(path)).rejects.toMatchObject({
    code: 'ratings_invalid',
    message: `${path}: not a parquet file, or cut off.`,
  });
});
