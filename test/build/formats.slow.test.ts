import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sqlText, withDuckdb } from '../../src/lib/files/duckdb.ts';
import type { Prompt } from '../../src/model.ts';
import { build, buildFrom, type Files, jsonl, source, usageError, withFolder } from './campaign-folder.ts';

/** Texts that every format must preserve: quotes, line breaks, delimiters, other scripts, spaces at the ends. */
const texts = [
  'Say "hello", twice',
  'first line\nsecond line',
  'a;b\tc|d',
  '  spaces around  ',
  'Où est la gare ? 駅はどこですか 👩‍🚀',
  'it\'s {"json": [1, 2]} and \\n',
  '=1+1',
  'null',
];
const rows = texts.map((prompt, index) => ({ prompt, lang: index % 2 === 0 ? 'en' : 'fr', note: `n ${index}` }));
const table = [['prompt', 'lang', 'note'], ...rows.map(({ prompt, lang, note }) => [prompt, lang, note])];

function delimited(delimiter: string, newline = '\n'): string {
  return table.map((cells) => cells.map(quoted).join(delimiter) + newline).join('');
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function utf16(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}

const plain: Files = {
  'a.csv': delimited(','),
  'semicolon.csv': delimited(';'),
  'tab.csv': delimited('\t'),
  'pipe.csv': delimited('|'),
  'bom.csv': `\ufeff${delimited(',')}`,
  'crlf.csv': delimited(',', '\r\n'),
  'no-last-newline.csv': delimited(',').trimEnd(),
  'a.tsv': delimited('\t'),
  'utf-16.tsv': utf16(delimited('\t', '\r\n')),
  'utf-16-swapped.csv': utf16(delimited(';')).swap16(),
  'utf-16.jsonl': utf16(jsonl(rows)),
  'a.json': JSON.stringify(rows),
  'indented.json': JSON.stringify(rows, null, 2),
  'wrapped.json': JSON.stringify({ version: 1, about: { rows: '[]' }, data: rows, end: null }),
  'a.jsonl': jsonl(rows),
  'a.ndjson': jsonl(rows),
  'bom.jsonl': `\ufeff${jsonl(rows)}`,
  'crlf.jsonl': `\r\n${jsonl(rows).replaceAll('\n', '\r\n')}\r\n`,
  'escaped.jsonl': jsonl(rows).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  ),
};
const zipped = Object.fromEntries(Object.entries(plain).map(([path, content]) => [`${path}.gz`, gzipSync(content)]));

const fields = { metadata: { language: 'lang', note: 'note' }, where: { lang: ['en', 'fr'] } };

async function promptsFrom(dir: string, path: string): Promise<Prompt[]> {
  const { prompts } = await build(dir, { sources: [source(path, fields)] });
  for (const { sourceRow } of prompts) expect(sourceRow).toMatch(/:[1-8]$/u);
  return prompts.map((prompt) => ({ ...prompt, sourceRow: '' }));
}

describe('every format gives the same prompts', () => {
  test.each(Object.keys({ ...plain, ...zipped }))('%s', async (path) => {
    await withFolder({ ...plain, ...zipped }, async (dir) => {
      const expected = await promptsFrom(dir, 'a.jsonl');
      expect(expected.map(({ prompt }) => prompt).toSorted()).toEqual(texts.map((text) => text.trim()).toSorted());
      expect(await promptsFrom(dir, path)).toEqual(expected);
    });
  });

  test('parquet', async () => {
    await withFolder(plain, async (dir) => {
      const path = join(dir, 'we[i]rd*.parquet');
      await withDuckdb(async (connection) => {
        const values = table.slice(1).map((cells) => `(${cells.map((cell) => sqlText(cell ?? '')).join(', ')})`);
        await connection.run(
          `COPY (SELECT * FROM (VALUES ${values.join(', ')}) AS t(prompt, lang, note)) TO ${sqlText(path)} (FORMAT parquet)`,
        );
      });
      expect(await promptsFrom(dir, 'we[i]rd*.parquet')).toEqual(await promptsFrom(dir, 'a.jsonl'));
    });
  });
});

test('the bytes are the same too when file names are', async () => {
  const hashes = new Set<string>();
  for (const content of [delimited(','), delimited(';'), `\ufeff${delimited('|', '\r\n')}`]) {
    const { outcome } = await buildFrom({ 'a.csv': content }, { sources: [source('a.csv', fields)] });
    hashes.add(outcome.sha256);
  }
  expect(hashes.size).toBe(1);
});

test('parquet: nested values, numbers and times are as in JSON', async () => {
  await withFolder({}, async (dir) => {
    await withDuckdb((connection) =>
      connection.run(
        `COPY (SELECT [{'from': 'human', 'value': 'Hello there'}] AS turns, 7::BIGINT AS n, 1.5::DOUBLE AS d,
          9007199254740993::BIGINT AS big, TIMESTAMP '2024-01-02 03:04:05' AS at, NULL::VARCHAR AS nothing,
          MAP {'k': 1} AS map, 'x'::BLOB AS bytes, 'no'::VARCHAR AS "odd ""name""")
         TO ${sqlText(join(dir, 'a.parquet'))} (FORMAT parquet)`,
      ),
    );
    const names = { n: 'n', d: 'd', big: 'big', at: 'at', nothing: 'nothing', map: 'map', odd: 'odd "name"' };
    const { prompts } = await build(dir, {
      sources: [
        source('a.parquet', { promptPaths: ['turns[0].value'], metadata: names, where: { n: [7], nothing: [null] } }),
      ],
    });
    expect(prompts).toMatchObject([
      {
        prompt: 'Hello there',
        sourceRow: 'a.parquet:1',
        metadata: { n: 7, d: 1.5, big: '9007199254740993', at: '2024-01-02 03:04:05', map: { k: 1 }, odd: 'no' },
      },
    ]);
    expect(Object.keys(prompts[0]?.metadata ?? {})).not.toContain('nothing');
  });
});

test('parquet: names that differ only in case are those of the file, and duplicates are rejected if they are read', async () => {
  await withFolder({}, async (dir) => {
    const path = join(dir, 'a.parquet');
    await withDuckdb((connection) =>
      connection.run(`COPY (SELECT {'prompt': 'nested'} AS about, 'first' AS prompt, 'second' AS promps, 1 AS n)
        TO ${sqlText(path)} (FORMAT parquet)`),
    );
    const written = await readFile(path, 'latin1');
    const rename = (name: string): Promise<void> => writeFile(path, written.replaceAll('promps', name), 'latin1');
    await rename('Prompt');
    const { prompts } = await build(dir, { sources: [source('a.parquet', { metadata: { upper: 'Prompt', n: 'n' } })] });
    expect(prompts).toMatchObject([{ prompt: 'first', metadata: { upper: 'second', n: 1 } }]);
    await rename('prompt');
    const error = await usageError(build(dir, { sources: [source('a.parquet')] }));
    expect(error.message).toBe('a.parquet: two columns are named `prompt`');
    const nested = await build(dir, { sources: [source('a.parquet', { promptPaths: ['about.prompt'] })] });
    expect(nested.prompts).toMatchObject([{ prompt: 'nested' }]);
  });
});

test('long UTF-16 is read in pieces that may end inside a character', async () => {
  const many = Array.from({ length: 15_000 }, (_, n) => ({ prompt: `${'👩‍🚀'.repeat(n % 7)}${'é'.repeat(n % 5)} ${n}` }));
  const files = {
    'a.jsonl': jsonl(many),
    'b.jsonl': utf16(jsonl(many)).swap16(),
    'c.jsonl.gz': gzipSync(utf16(jsonl(many))),
  };
  const read: string[][] = [];
  for (const path of Object.keys(files)) {
    const { prompts } = await buildFrom(files, { sources: [source(path)] });
    read.push(prompts.map(({ prompt }) => prompt));
  }
  expect(read).toEqual([read[0], read[0], read[0]]);
  expect(read[0]).toHaveLength(many.length);
});

test('csv: a configured delimiter, one column, an unnamed index column, a name with dots', async () => {
  const one = await buildFrom(
    { 'a.csv': 'prompt\nHello, world\n' },
    { sources: [source('a.csv', { delimiter: ';' })] },
  );
  expect(one.prompts.map(({ prompt }) => prompt)).toEqual(['Hello, world']);
  const indexed = await buildFrom(
    { 'a.csv': ',meta.text,\n0,Hello,x\n' },
    { sources: [source('a.csv', { promptPaths: ['meta.text'] })] },
  );
  expect(indexed.prompts.map(({ prompt }) => prompt)).toEqual(['Hello']);
});

test('long files are read in pieces: the same rows, with their numbers', async () => {
  const many = Array.from({ length: 9000 }, (_, index) => ({
    prompt: `é prompt ${index} ${'x'.repeat(index % 300)}`,
    n: index + 1,
  }));
  const files = {
    'a.jsonl': jsonl(many),
    'a.json': JSON.stringify(many, null, 1),
    'a.csv': `prompt,n\n${many.map(({ prompt, n }) => `${prompt},${n}\n`).join('')}`,
  };
  for (const path of Object.keys(files)) {
    const { prompts } = await buildFrom(files, { sources: [source(path, { metadata: { n: 'n' } })] });
    expect(prompts).toHaveLength(9000);
    for (const { sourceRow, metadata } of prompts) expect(sourceRow).toBe(`${path}:${String(metadata['n'])}`);
  }
});
