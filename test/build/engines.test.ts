import { appendFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildPrompts, explainBuild } from '../../src/build/build-prompts.ts';
import type { BuildInput } from '../../src/build/build-input.ts';
import type { BuildPlan } from '../../src/build/build-plan.ts';
import { chooseEngine } from '../../src/build/engines/choose-engine.ts';
import { planBuild } from '../../src/build/plan-build.ts';
import type { EngineSettings, Event } from '../../src/model.ts';
import { anyEngine, lenient } from '../support/build-settings.ts';
import { jsonl, listTree, source, usageError, withFolder } from './campaign-folder.ts';

const node = '/usr/bin/node';

function inputWith(dir: string, engine: EngineSettings['engine'], path: string): BuildInput {
  const machine = { env: { PATH: path }, node };
  return { sources: [source('a.jsonl')], settings: lenient, seed: 1, dir, engine: { ...anyEngine, engine, machine } };
}

function planOf(sizeBytes: number, path = 'a.jsonl'): BuildPlan {
  const file = { path, absolutePath: path, format: 'jsonl' as const, gzip: false, sizeBytes };
  const sources = [{ source: source(path), pinned: null, files: [file] }];
  return { seed: 1, normalization: 2, settings: lenient, sources, exclude: [] };
}

/** A folder with a program named spark-submit. */
async function withSpark(work: (dir: string) => Promise<void>): Promise<void> {
  await withFolder({ 'spark-submit': '#!/bin/sh\nexit 9\n', 'a.jsonl': jsonl([{ prompt: 'one' }]) }, async (dir) => {
    await chmod(join(dir, 'spark-submit'), 0o755);
    await work(dir);
  });
}

test('auto stays on DuckDB up to half of the memory, and says so above that', async () => {
  await withSpark(async (dir) => {
    const told: string[] = [];
    const emit = (event: Event): void => void (event.type === 'info' && told.push(event.text));
    const choose = async (bytes: number, path: string): Promise<string> =>
      (await chooseEngine(planOf(bytes), inputWith(dir, 'auto', path), emit)).name;
    expect(await choose(totalmem() / 2, dir)).toBe('duckdb');
    expect(told).toEqual([]);
    expect(await choose(totalmem() / 2 + 1, dir)).toBe('spark');
    expect(await choose(totalmem(), '/nowhere')).toBe('duckdb');
    expect(told).toEqual([
      expect.stringMatching(
        /^The input has [\d.]+ GB, more than half of this machine's [\d.]+ GB of memory: Spark builds/u,
      ),
      expect.stringMatching(/of memory, and there is no Spark: DuckDB builds here, on disk where memory ends\.$/u),
    ]);
  });
});

test('auto uses Spark for what only Spark can read; duckdb rejects it', async () => {
  await withSpark(async (dir) => {
    const remote = planOf(1, 's3a://bucket/a.jsonl');
    expect(await chooseEngine(remote, inputWith(dir, 'auto', dir), () => {})).toMatchObject({ name: 'spark' });
    const input = { ...inputWith(dir, 'duckdb', dir), sources: [source('s3a://bucket/*.jsonl')] };
    expect(await usageError(planBuild(input, () => {}))).toMatchObject({
      code: 'source_needs_spark',
      message: 'Source s: only Spark can read s3a://bucket/*.jsonl.',
      hint: 'Set `build.engine: spark`, or copy the files to this machine and name those.',
    });
  });
});

test('the plan names the engine; explain says that it needs DuckDB', async () => {
  await withSpark(async (dir) => {
    expect(await planBuild(inputWith(dir, 'auto', dir), () => {})).toMatchObject({ engine: 'duckdb' });
    expect(await planBuild(inputWith(dir, 'spark', dir), () => {})).toMatchObject({ engine: 'spark' });
    const explained = explainBuild(inputWith(dir, 'spark', dir), () => {});
    expect(await usageError(explained)).toMatchObject({ code: 'explain_needs_duckdb' });
  });
});

test("a file that changes while it is read can't be locked", async () => {
  await withFolder({ 'a.jsonl': jsonl([{ prompt: 'one' }, { prompt: 'two' }]) }, async (dir) => {
    const emit = (event: Event): void => {
      if (event.type === 'progress') appendFileSync(join(dir, 'a.jsonl'), jsonl([{ prompt: 'three' }]));
    };
    const input = { sources: [source('a.jsonl')], settings: lenient, seed: 1, dir };
    expect(await usageError(buildPrompts(input, emit))).toMatchObject({
      code: 'source_changed',
      message: 'a.jsonl was written to while it was read.',
    });
    expect(await listTree(dir)).toEqual(['a.jsonl']);
  });
});
