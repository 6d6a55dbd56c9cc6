import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { withDuckdb } from '../../../lib/files/duckdb.ts';
import { packageFile } from '../../../lib/files/package-root.ts';
import { UsageError } from '../../../lib/errors.ts';
import type { SparkSettings } from '../../../model.ts';
import { type BuildPlan, isRemote, type PlannedFile, plannedReads, type PlannedSource } from '../../build-plan.ts';
import { wantedBySource } from '../../quotas.ts';
import { namesToRead, sourceLookups } from '../../sources/lookups.ts';
import { describeDuckdb, drawPrompts } from '../draw-prompts.ts';
import * as sql from '../duckdb-sql.ts';
import type { Engine, EngineResult, EngineRun } from '../engine.ts';
import { type Machine, requireSpark } from './find-spark.ts';
import { loadPool } from './load-pool.ts';
import {
  concludeReadings,
  describePair,
  type SparkResult,
  parseSparkResult,
  parseNearDuplicate,
  type SparkNearDuplicate,
  tallySources,
} from './job-result.ts';
import { onlySecrets, submitJob } from './submit.ts';

/**
 * Spark reads, compares and samples; prank's own row reader runs beside each of its tasks. DuckDB draws from the sample
 * and writes it, so the bytes are the same as without Spark.
 */
export function sparkEngine(settings: SparkSettings, machine: Machine): Engine {
  return { name: 'spark', run: (input) => run(settings, machine, input) };
}

/** The worker and everything it needs as one file, made by `npm run build`. */
const workerPath = packageFile('dist', 'spark-worker.mjs');

async function run(settings: SparkSettings, machine: Machine, input: EngineRun): Promise<EngineResult> {
  const { plan, outputPath, workDir, threads, examples, emit } = input;
  if (examples !== undefined) {
    throw new UsageError('explain_needs_duckdb', '`prank build --explain` can show examples only where DuckDB builds.');
  }
  const folder = join(workDir, 'spark');
  await writeJob(folder, plan, settings, machine);
  await submitJob(await requireSpark(machine), settings, folder, emit);
  const result = parseSparkResult(await readFile(join(folder, 'result.json'), 'utf8'));
  const readings = concludeReadings(plan, result, emit);
  const near: SparkNearDuplicate[] = [];
  for await (const line of readLines(join(folder, 'near.jsonl'))) near.push(parseNearDuplicate(line));
  return withDuckdb(
    async (connection) => {
      await connection.run(sql.createTables(plan));
      await loadPool(connection, readLines(join(folder, 'pool.jsonl')));
      const quotas = await drawPrompts(connection, plan, countAvailable(plan, result), outputPath);
      const counts = await connection.runAndReadAll(sql.countDrawn);
      const drawn = new Map(counts.getRows().map(([source, count]) => [Number(source), Number(count)]));
      return {
        engine: `spark ${result.spark}, ${await describeDuckdb()}`,
        sources: tallySources(result, readings, near, drawn),
        quotas,
        nearDuplicates: near.map((pair) => describePair(plan, pair)),
      };
    },
    { temporaryDir: workDir, ...(threads === undefined ? {} : { threads }) },
  );
}

async function writeJob(folder: string, plan: BuildPlan, settings: SparkSettings, { node }: Machine): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  const worker = join(folder, 'spark-worker.mjs');
  await copyFile(workerPath, worker);
  const planPath = join(folder, 'plan.json');
  await writeFile(planPath, JSON.stringify(plan));
  const job = {
    seed: plan.seed,
    near: plan.settings.nearDuplicates,
    bounds: boundsOf(plan),
    bytes: plannedReads(plan).reduce(
      (sum, { files }) => files.reduce((part, { sizeBytes }) => part + sizeBytes, sum),
      0,
    ),
    sources: plan.sources.map(describeSource),
    exclude: plan.exclude.map(describeSource),
    output: settings.output,
    conf: onlySecrets(settings.conf),
    node: settings.node ?? `./${basename(node)}`,
    files: [planPath, worker, ...(settings.node === null ? [node] : [])],
  };
  await writeFile(join(folder, 'job.json'), JSON.stringify(job), { mode: 0o600 });
  // The job leaves this file out if there are no near-duplicates.
  await writeFile(join(folder, 'near.jsonl'), '');
}

function describeSource({ source, files }: PlannedSource): unknown {
  return {
    names: namesToRead(sourceLookups(source)),
    files: files.map(({ absolutePath, format }: PlannedFile) => ({ url: urlOf(absolutePath), format })),
  };
}

/** Escapes glob characters: Hadoop reads paths as globs and doesn't decode them. */
function urlOf(path: string): string {
  return (isRemote(path) ? path : `file://${path}`).replace(/[\\*?[\]{}]/gu, '\\$&');
}

/** The most prompts that can be drawn from one stratum of each source; null = all. */
function boundsOf({ sources, settings: { size } }: BuildPlan): (number | null)[] {
  const wanted = wantedBySource(
    sources.map(({ source }) => source),
    size,
  );
  return wanted.map((count) => count ?? size);
}

function countAvailable({ sources }: BuildPlan, { available }: SparkResult): Map<string, number>[] {
  return sources.map(
    (_, index) =>
      new Map(available.filter(([source]) => source === index).map(([, stratum, count]) => [stratum, count])),
  );
}

/** Opens the file only when the first line is requested: a readline with no listener yet loses its lines. */
async function* readLines(path: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}
