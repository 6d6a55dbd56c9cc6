import type { DuckDBConnection } from '@duckdb/node-api';
import { parquetOptions, sqlText, withDuckdb } from '../../lib/duckdb.ts';
import type { Emit } from '../../model.ts';
import type { BuildPlan } from '../build-plan.ts';
import { normalizePrompt } from '../normalize-prompt.ts';
import { type NearDuplicate, NearDuplicateFinder } from '../near-duplicates/find-near-duplicates.ts';
import { readSource, type SourceReading } from '../read-source.ts';
import { openCandidateTable } from './candidate-table.ts';
import * as sql from './duckdb-sql.ts';
import type { Engine, EngineResult, EngineRun, NearDuplicatePair, SourceTally } from './engine.ts';

/** The engine inside: JavaScript reads and filters rows, DuckDB holds, deduplicates, samples, orders and writes them. */
export const duckdbEngine: Engine = { describe, run };

async function describe(): Promise<string> {
  const { version } = await import('@duckdb/node-api');
  return `duckdb ${version()}`;
}

async function run({ plan, outputPath, workDir, threads, emit }: EngineRun): Promise<EngineResult> {
  return withDuckdb(
    async (connection) => {
      await connection.run(sql.createTables(plan));
      const readings = await readCandidates(connection, plan, emit);
      await connection.run(sql.dropDuplicates);
      const nearDuplicates = await dropNearDuplicates(connection, plan, emit);
      await connection.run(sql.sample(plan.seed));
      const tallies = await tallySources(connection, readings);
      await connection.run(`COPY (${sql.selectPrompts}) TO ${sqlText(outputPath)} (${parquetOptions})`);
      return { sources: tallies, nearDuplicates };
    },
    { temporaryDir: workDir, ...(threads === undefined ? {} : { threads }) },
  );
}

async function readCandidates(connection: DuckDBConnection, plan: BuildPlan, emit: Emit): Promise<SourceReading[]> {
  const table = await openCandidateTable(connection);
  const readings: SourceReading[] = [];
  try {
    for (const [index, planned] of plan.sources.entries()) {
      readings.push(await readSource(planned, plan.settings, emit, (candidates) => table.append(index, candidates)));
    }
  } finally {
    table.close();
  }
  return readings;
}

async function dropNearDuplicates(
  connection: DuckDBConnection,
  plan: BuildPlan,
  emit: Emit,
): Promise<NearDuplicatePair[]> {
  const { nearDuplicates } = plan.settings;
  if (nearDuplicates === null) return [];
  emit({ type: 'info', text: 'Looking for near-duplicates.' });
  const places: { id: string; source: number }[] = [];
  const finder = new NearDuplicateFinder(nearDuplicates);
  const walk = await connection.stream(sql.selectForNearDuplicates);
  for await (const rows of walk.yieldRows()) {
    for (const [id, source, prompt] of rows) {
      places.push({ id: String(id), source: Number(source) });
      finder.add(normalizePrompt(String(prompt)));
    }
  }
  const pairs = finder.find().map((duplicate) => describePair(duplicate, places, plan));
  const appender = await connection.createAppender('near_duplicates');
  for (const { id } of pairs) {
    appender.appendVarchar(id);
    appender.endRow();
  }
  appender.closeSync();
  return pairs;
}

function describePair(
  { index, keptIndex, similarity }: NearDuplicate,
  places: readonly { id: string; source: number }[],
  plan: BuildPlan,
): NearDuplicatePair {
  const [dropped, kept] = [places[index], places[keptIndex]];
  const nameSource = (source: number | undefined): string => plan.sources[source ?? -1]?.source.id ?? '';
  return {
    id: dropped?.id ?? '',
    source: nameSource(dropped?.source),
    keptId: kept?.id ?? '',
    keptSource: nameSource(kept?.source),
    similarity,
  };
}

async function tallySources(connection: DuckDBConnection, readings: readonly SourceReading[]): Promise<SourceTally[]> {
  const counts = await connection.runAndReadAll(sql.countSources);
  const rows = counts.getRows().map((row) => row.map(Number));
  return readings.map(({ read, dropped }, index) => {
    const [, duplicate = 0, nearDuplicate = 0, notSampled = 0, kept = 0] = rows[index] ?? [];
    return {
      read,
      kept,
      dropped: { ...dropped, duplicate, near_duplicate: nearDuplicate, not_sampled: notSampled },
    };
  });
}
