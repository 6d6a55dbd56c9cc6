import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { BuildInput } from '../../src/build/build-input.ts';
import { build, type Files, jsonl, source, withFolder } from '../build/campaign-folder.ts';
import { withDuckdb } from '../../src/lib/files/duckdb.ts';
import { lenient } from '../support/build-settings.ts';
import { localSpark } from './local-spark.ts';

type Input = Partial<BuildInput> & Pick<BuildInput, 'sources'>;

/** Everything a build leaves, with the engine removed from the lock. */
async function buildWith(files: Files, input: Input, prepare?: (dir: string) => Promise<void>): Promise<unknown> {
  return withFolder(files, async (dir) => {
    await prepare?.(dir);
    const built = await build(dir, input).catch((error: unknown) => error);
    if (built instanceof Error) return { error: built.message };
    const manifest: unknown = JSON.parse(await readFile(join(dir, '.prank/manifest.json'), 'utf8'));
    return { built, manifest };
  });
}

async function both(
  files: Files,
  input: Input,
  prepare?: (dir: string) => Promise<void>,
): Promise<{ duckdb: unknown; spark: unknown }> {
  return {
    duckdb: await buildWith(files, input, prepare),
    spark: await buildWith(files, { ...input, engine: localSpark }, prepare),
  };
}

const hostile = [
  'Say "hello", please\nand then:\r\n\tbye',
  'Straße und ẞ, İstanbul, ΣΊΣΥΦΟΣ, ǅ',
  'cafe\u0301 is café',
  'café is cafe\u0301',
  '👩‍👩‍👧 \u{1fae0} \u{10570} \ufeffmark \u2028 line \u200f right',
  "'; DROP TABLE candidates; -- `a` \\N \\t",
  'a\u00a0b\u3000c\u0085d',
  'A\u00a0B\u3000C\u0085D',
];

const words = ['red', 'green', 'blue', 'one', 'two', 'three', 'sun', 'moon', 'sea', 'tree'];

/** Texts of few words, so that many of them share runs. */
function sentences(seed: number, count: number): string[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = (): string => words[next(words.length)] ?? '';
  const texts: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const earlier = texts[next(texts.length)]?.split(' ');
    if (earlier === undefined || next(2) === 0) texts.push(Array.from({ length: 3 + next(20) }, word).join(' '));
    else texts.push(earlier.with(next(earlier.length), word()).join(' '));
  }
  return texts;
}

function csv(prompts: readonly string[]): string {
  return `prompt,n\r\n${prompts.map((prompt, n) => `"${prompt.replaceAll('"', '""')}",${n}\r\n`).join('')}`;
}

describe('Spark gives what DuckDB gives', () => {
  test('of all formats, filters and ways to draw', async () => {
    const mixed = hostile.map((prompt, n) => ({
      turns: [{ from: 'human', value: prompt }],
      score: n / 3,
      big: 2 ** 60,
      lang: n % 2 === 0 ? 'en' : 'de',
      kind: ['h', 's', 'odd'][n % 3],
    }));
    const files = {
      'a.jsonl': `\ufeff${jsonl(mixed)}\n`,
      'b.csv': csv([...hostile.slice(2), 'b says: mail me at someone@example.com']),
      'c.tsv.gz': gzipSync(`prompt\tn\n${words.map((word, n) => `${word} ${word}\t${n}\n`).join('')}`),
      'd/1.json': JSON.stringify(
        { rows: sentences(1, 60).map((prompt) => ({ prompt, topic: prompt.slice(0, 3) })) },
        null,
        1,
      ),
      'd/2.json.gz': gzipSync(
        JSON.stringify(sentences(2, 60).map((prompt) => ({ prompt, topic: prompt.slice(0, 3) }))),
      ),
      'f/le.csv': Buffer.from(`\ufeff${csv(['first in UTF-16', 'half \u0a0a a line end'])}`, 'utf16le'),
      'f/be.csv': Buffer.from(`\ufeff${csv(['second in UTF-16', hostile[4] ?? ''])}`, 'utf16le').swap16(),
      'e.jsonl': jsonl([{ prompt: 'green green' }, { prompt: hostile[0] }, { prompt: sentences(1, 3)[2] }]),
    };
    const sources = [
      source('a.jsonl', {
        id: 'a',
        promptPaths: ['nothing', 'turns[0].value'],
        where: { lang: ['en', 'de'] },
        kind: { column: 'kind', map: { h: 'human', s: 'synthetic' } },
        metadata: { score: 'score', big: 'big', turns: 'turns' },
        license: 'mit',
      }),
      source('b.csv', { id: 'b', where: { n: [0, 1, 2, 3, 6] }, metadata: { n: 'n' } }),
      source('c.tsv.gz', { id: 'c' }),
      source('f/*', { id: 'f' }),
      source('d/*', { id: 'd', take: 40, strata: { by: 'topic', shares: 'equal' } }),
    ];
    const settings = {
      ...lenient,
      size: 60,
      drop: ['(?i)^TREE'],
      pii: 'redact' as const,
      nearDuplicates: { words: 2, threshold: 0.6 },
      exclude: [source('e.jsonl', { id: 'build.exclude[0]' })],
      shortage: 'accept' as const,
    };
    const { duckdb, spark: same } = await both(files, { sources, settings });
    expect(same).toEqual(duckdb);
    expect(duckdb).toMatchObject({
      manifest: { dropped: { excluded: expect.any(Number), near_duplicate: expect.any(Number) } },
    });
  });

  test('of all types of parquet', async () => {
    const row = `'number ' || n AS prompt, n AS i, n::UBIGINT * 900000000000000 AS u, n::DECIMAL(9, 2) / 3 AS d,
      DATE '2020-01-01' + n::INTEGER AS day, TIMESTAMP '2020-01-01 10:00:00' + n * INTERVAL '1.5 hours' AS at,
      n::FLOAT / 7 AS f, CASE n WHEN 3 THEN 'nan'::DOUBLE WHEN 4 THEN '-inf'::DOUBLE ELSE n / 9 END AS g,
      {'lang': if(n % 2 = 0, 'en', NULL), 'at': [n, NULL]} AS meta, MAP {'a': n, 'b': 9007199254740993} AS m,
      'x'::BLOB AS bytes, n % 2 = 0 AS even, 9007199254740993 AS big, NULL::INTEGER AS none`;
    const names = ['i', 'u', 'd', 'day', 'at', 'f', 'g', 'meta', 'm', 'bytes', 'even', 'big', 'none'];
    const sources = [
      source('*.parquet', {
        metadata: Object.fromEntries(names.map((name) => [name, name])),
        where: { 'meta.lang': ['en', null] },
        take: 300,
      }),
    ];
    const { duckdb, spark: same } = await both({}, { sources }, (dir) =>
      withDuckdb(async (connection) => {
        const from = `(SELECT ${row} FROM range(20000) AS numbers(n))`;
        await connection.run(`COPY ${from} TO '${dir}/one.parquet' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
        await connection.run(`COPY (SELECT 'other' AS prompt, 1 AS i) TO '${dir}/two [x].parquet' (FORMAT parquet)`);
      }),
    );
    expect(same).toEqual(duckdb);
    expect(duckdb).toMatchObject({ built: { outcome: { prompts: 300, candidates: 20001 } } });
  });

  test.for([
    { words: 1, threshold: 0.5 },
    { words: 5, threshold: 0.8 },
  ])('of near-duplicates: $words words, $threshold', async (nearDuplicates) => {
    const files = { 'a.csv': csv(sentences(7, 400)), 'b.csv': csv(sentences(8, 400)), 'c.csv': csv(sentences(9, 40)) };
    const sources = [source('a.csv', { id: 'a' }), source('b.csv', { id: 'b' })];
    const exclude = [source('c.csv', { id: 'build.exclude[0]' })];
    const input = { sources, settings: { ...lenient, nearDuplicates, exclude } };
    const { duckdb, spark: same } = await both(files, input);
    expect(same).toEqual(duckdb);
    expect(duckdb).toMatchObject({ built: { outcome: { dropped: { near_duplicate: expect.any(Number) } } } });
  });

  test('of languages and personal data', async () => {
    const texts = [
      'Where is the station, please?',
      'Wo ist denn hier der Bahnhof?',
      'Où est la gare, s’il vous plaît ?',
    ];
    const own = [...texts, 'Write to jane.doe@example.org about the rent of the house.', 'xyz'];
    const settings = { ...lenient, language: { keep: ['en'], unknown: 'keep' as const }, pii: 'drop' as const };
    const { duckdb, spark: same } = await both({ 'a.csv': csv(own) }, { sources: [source('a.csv')], settings });
    expect(same).toEqual(duckdb);
    expect(duckdb).toMatchObject({ built: { outcome: { dropped: { language: 2, personal_data: 1 } } } });
  });

  test.for<[string, Files]>([
    [
      'a row that is no JSON',
      { 'a.jsonl': '{"prompt": "one"}\n\n{"prompt": \n', 'b.jsonl': jsonl([{ prompt: 'two' }]) },
    ],
    [
      'bytes that are no text',
      { 'a.jsonl': Buffer.from('{"prompt": "one"}\n{"prompt": "\xff"}\n'.repeat(9000), 'latin1') },
    ],
    ['an empty file', { 'a.jsonl': '' }],
    ['a path that leads nowhere', { 'a.jsonl': jsonl([{ promt: 'one' }]), 'b.jsonl': jsonl([{ Prompt: 'one' }]) }],
  ])('of errors: %s', async ([, files]) => {
    const { duckdb, spark: same } = await both(files, { sources: [source('*.jsonl')] });
    expect(same).toEqual(duckdb);
    expect(duckdb).toMatchObject({ error: expect.stringContaining('a.jsonl') });
  });
});
