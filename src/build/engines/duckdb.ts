import type { DuckDBConnection } from '@duckdb/node-api';
import { withDuckdb } from '../../lib/files/duckdb.ts';
import type { Emit } from '../../model.ts';
import type { BuildPlan, PlannedSource } from '../build-plan.ts';
import type { ExampleBook } from '../filters/example-book.ts';
import type { Available } from '../quotas.ts';
import { lenient, type ReadingRules } from '../rows/reading-rules.ts';
import { readSource, type SourceReading } from '../sources/read-source.ts';
import { loadTextFilters } from '../filters/text-filters.ts';
import { openCandidateTable } from './candidate-table.ts';
import { describeDuckdb, drawPrompts } from './draw-prompts.ts';
import * as sql from './duckdb-sql.ts';
import type { Engine, EngineResult, EngineRun, SourceTally } from './engine.ts';
import { showDuplicates, showExcluded } from './drop-examples.ts';
import { dropNearDuplicates } from './near-duplicate-pass.ts';

/** The built-in engine. JavaScript reads and filters rows; DuckDB stores, deduplicates, samples and writes them. */
export const duckdbEngine: Engine = { name: 'duckdb', run };

/** Memory that DuckDB may use; more candidates go to disk. Never changes a byte of the result. */
const memoryLimitMb = 512;

async function run(input: EngineRun): Promise<EngineResult> {
  const { plan, outputPath, workDir, threads, examples, signal } = input;
  // Lets a signal stop the run between two steps.
  const emit: Emit = (event) => {
    signal?.throwIfAborted();
    input.emit(event);
  };
  return withDuckdb(
    async (connection) => {
      await connection.run(sql.createTables(plan));
      const readings = await readAll(connection, plan, examples, emit);
      if (examples !== undefined) await showExcluded(connection, plan, examples);
      emit({ type: 'progress', task: 'dropping duplicates', done: 0, total: null });
      await connection.run(sql.dropExcluded);
      await connection.run(sql.dropDuplicates);
      if (examples !== undefined) await showDuplicates(connection, plan, examples);
      const nearDuplicates = await dropNearDuplicates(connection, plan, examples, emit);
      emit({ type: 'progress', task: 'drawing prompts', done: 0, total: null });
      await connection.run(sql.fillPool(plan.seed));
      const quotas = await drawPrompts(connection, plan, await countPool(connection, plan), outputPath);
      const sources = await tallySources(connection, readings);
      return { engine: await describeDuckdb(), sources, quotas, nearDuplicates };
    },
    { temporaryDir: workDir, memoryLimitMb, ...(threads === undefined ? {} : { threads }) },
  );
}

async function readAll(
  connection: DuckDBConnection,
  plan: BuildPlan,
  examples: ExampleBook | undefined,
  emit: Emit,
): Promise<SourceReading[]> {
  const text = await loadTextFilters(plan.settings);
  const rules = {
    settings: plan.settings,
    text,
    normalization: plan.normalization,
    ...(examples === undefined ? {} : { examples }),
  };
  const readings = await readInto('candidates', connection, plan.sources, rules, emit);
  await readInto('excluded', connection, plan.exclude, lenient(rules), emit);
  return readings;
}

async function readInto(
  name: 'candidates' | 'excluded',
  connection: DuckDBConnection,
  sources: readonly PlannedSource[],
  rules: ReadingRules,
  emit: Emit,
): Promise<SourceReading[]> {
  const table = await openCandidateTable(connection, name);
  const readings: SourceReading[] = [];
  try {
    for (const [index, planned] of sources.entries()) {
      readings.push(await readSource(planned, rules, emit, (candidates) => table.append(index, candidates)));
    }
  } finally {
    table.close();
  }
  return readings;
}

async function countPool(connection: DuckDBConnection, { sources }: BuildPlan): Promise<Available[]> {
  const available = sources.map(() => new Map<string, number>());
  const counts = await connection.runAndReadAll(sql.countPool);
  for (const [source, stratum, count] of counts.getRows()) {
    available[Number(source)]?.set(String(stratum), Number(count));
  }
  return available;
}

async function tallySources(connection: DuckDBConnection, readings: readonly SourceReading[]): Promise<SourceTally[]> {
  const counts = await connection.runAndReadAll(sql.countSources);
  const rows = counts.getRows().map((row) => row.map(Number));
  return readings.map(({ read, redacted, dropped }, index) => {
    const [, excluded = 0, duplicate = 0, nearDuplicate = 0, notSampled = 0, kept = 0] = rows[index] ?? [];
    return {
      read,
      redacted,
      kept,
      dropped: { ...dropped, excluded, duplicate, near_duplicate: nearDuplicate, not_sampled: notSampled },
    };
  });
}
