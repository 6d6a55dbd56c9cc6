import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { expect, test } from 'vitest';
import { planBuild } from '../../src/build/plan-build.ts';
import { checkLock } from '../../src/build/lock/check.ts';
import type { BuildInput } from '../../src/build/build-input.ts';
import type { SparkSettings } from '../../src/model.ts';
import { build, jsonl, source, usageError, withFolder } from '../build/campaign-folder.ts';
import { lenient } from '../support/build-settings.ts';
import { localSpark } from './local-spark.ts';

const rows = (name: string, count: number): string =>
  jsonl(Array.from({ length: count }, (_, n) => ({ prompt: `${name} number ${n}` })));

function withEngine(spark: Partial<SparkSettings>, environment: Readonly<Record<string, string | undefined>> = env) {
  return {
    engine: 'spark' as const,
    spark: { ...localSpark.spark, ...spark },
    machine: { env: environment, node: execPath },
  };
}

test('reads what only Spark can reach, locks it, and writes everything the sample is from', async () => {
  await withFolder({ 'far/a b.jsonl': rows('a', 30), 'far/c.jsonl': rows('c', 10) }, async (dir) => {
    const sources = [source(`file://${dir}/far/*.jsonl`, { take: 5 })];
    const engine = { ...localSpark, spark: { ...localSpark.spark, output: `file://${dir}/pool` } };
    const input: BuildInput = { sources, settings: lenient, seed: 1, dir, engine };

    const preview = await planBuild(input, () => {});
    expect(preview.sources).toMatchObject([{ rows: null, wanted: 5, files: [{ sizeBytes: 740 }, { sizeBytes: 240 }] }]);

    const { outcome, prompts } = await build(dir, input);
    expect(outcome).toMatchObject({ prompts: 5, candidates: 40 });
    for (const { sourceRow } of prompts) expect(sourceRow).toMatch(/^file:\/.*\/far\/(a b|c)\.jsonl:\d+$/u);
    expect(await readdir(join(dir, 'pool'))).toContain('_SUCCESS');
    expect(await checkLock(input, () => {})).toMatchObject({ prompts: 5 });
    await expect(build(dir, input)).rejects.toThrow(`Error: file://${dir}/pool is there already; remove it`);

    await writeFile(join(dir, 'far/c.jsonl'), rows('d', 10));
    expect(await usageError(checkLock(input, () => {}))).toMatchObject({
      code: 'lock_differs',
      message: expect.stringMatching(/far\/c\.jsonl changed\.$/u),
    });
    const { engine: _, ...onDuckdb } = input;
    expect(await usageError(checkLock(onDuckdb, () => {}))).toMatchObject({ code: 'source_needs_spark' });
    const missing = { ...input, sources: [source(`file://${dir}/far/*.csv`)] };
    expect(await usageError(planBuild(missing, () => {}))).toMatchObject({ code: 'source_file_missing' });
  });
});

test('says what is wrong with Spark, and leaves the last build unchanged', async () => {
  await withFolder({ 'a.jsonl': rows('a', 3) }, async (dir) => {
    const sources = [source('a.jsonl')];
    await build(dir, { sources });
    const before = await readFile(join(dir, '.prank/prompts.parquet'));
    const wrong = build(dir, { sources, engine: withEngine({ master: 'nowhere' }) });
    await expect(wrong).rejects.toMatchObject({
      code: 'spark_failed',
      message: expect.stringContaining('Master must either'),
    });
    const noNode = build(dir, { sources, engine: withEngine({ node: '/no/such/node' }) });
    await expect(noNode).rejects.toMatchObject({
      code: 'spark_failed',
      message: expect.stringContaining('/no/such/node'),
    });
    expect(await readFile(join(dir, '.prank/prompts.parquet'))).toEqual(before);
    expect(await readdir(join(dir, '.prank'))).not.toContainEqual(expect.stringMatching(/^\.build-/u));
  });
});

test('finds Spark by SPARK_HOME before PATH, and shows no secret among the arguments', async () => {
  const script = `#!/bin/sh\necho "$0 $*" > "$(dirname "$0")/../called"; echo 'Error: no Spark at all: stop' >&2; exit 3\n`;
  await withFolder({ 'a.jsonl': rows('a', 3), 'home/bin/spark-submit': script }, async (dir) => {
    await chmod(join(dir, 'home/bin/spark-submit'), 0o755);
    const conf = { 'spark.hadoop.fs.s3a.secret.key': 'hidden-one', 'spark.executor.memory': '2g' };
    const engine = withEngine({ conf }, { ...env, SPARK_HOME: join(dir, 'home') });
    await expect(build(dir, { sources: [source('a.jsonl')], engine })).rejects.toMatchObject({
      message: 'Spark ended with 3: Error: no Spark at all: stop',
    });
    const called = await readFile(join(dir, 'home/called'), 'utf8');
    expect(called).toContain('--conf spark.executor.memory=2g');
    expect(called).not.toContain('hidden-one');
    const without = withEngine({}, { PATH: join(dir, 'home') });
    expect(await usageError(build(dir, { sources: [source('a.jsonl')], engine: without }))).toMatchObject({
      code: 'spark_missing',
    });
  });
});
