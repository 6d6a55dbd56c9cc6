import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBuiltPromptIds, readPrompts } from '../../src/build/prompts-file.ts';
import { sqlText, withDuckdb } from '../../src/lib/files/duckdb.ts';
import { build, jsonl, source, usageError, withFolder } from './campaign-folder.ts';

test('reads what a build wrote, column by column', async () => {
  await withFolder({ 'a.jsonl': jsonl([{ prompt: ' Hello 👋 ', z: 1, a: [true, null] }]) }, async (dir) => {
    const { prompts } = await build(dir, {
      sources: [source('a.jsonl', { license: 'mit', metadata: { z: 'z', a: 'a', none: 'a[1]' } })],
    });
    expect(prompts).toEqual([
      {
        id: '79ff342b993486d7b9af595dc484e1ab',
        prompt: 'Hello 👋',
        kind: 'human',
        source: 's',
        sourceRow: 'a.jsonl:1',
        revision: null,
        license: 'mit',
        metadata: { a: [true, null], z: 1 },
        alsoIn: [],
        length: 7,
      },
    ]);
    expect(await readBuiltPromptIds(dir)).toEqual(prompts.map(({ id }) => id));
    const path = join(dir, '.prank/prompts.parquet');
    const columns = await withDuckdb(async (connection) =>
      (await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${sqlText(path)})`)).getRows(),
    );
    expect(columns.map(([name, type]) => `${String(name)} ${String(type)}`)).toEqual([
      'id VARCHAR',
      'prompt VARCHAR',
      'kind VARCHAR',
      'source VARCHAR',
      'source_row VARCHAR',
      'revision VARCHAR',
      'license VARCHAR',
      'metadata VARCHAR',
      'also_in VARCHAR[]',
      'length INTEGER',
    ]);
  });
});

test('a missing file is reported with how to make it, a damaged or foreign one too', async () => {
  await withFolder({}, async (dir) => {
    const path = join(dir, 'prompts.parquet');
    const missing = { code: 'prompts_missing', hint: 'prank build' };
    expect(await usageError(readPrompts(path))).toMatchObject(missing);
    expect(await usageError(readBuiltPromptIds(dir))).toMatchObject(missing);
    await writeFile(path, 'PAR1 but not really');
    expect(await usageError(readPrompts(path))).toMatchObject({ code: 'prompts_unreadable' });
    await withDuckdb((connection) => connection.run(`COPY (SELECT 1 AS id) TO ${sqlText(path)} (FORMAT parquet)`));
    expect(await usageError(readPrompts(path))).toMatchObject({ code: 'prompts_unreadable' });
  });
});

test("prompts that can't be read are neither missing nor damaged", async () => {
  await withFolder({ file: '' }, async (dir) => {
    await mkdir(join(dir, 'prompts.parquet'));
    for (const path of [join(dir, 'prompts.parquet'), join(dir, 'file', 'prompts.parquet')])
      expect(await usageError(readPrompts(path))).toMatchObject({ code: 'file_unreadable' });
  });
});
