import { z } from 'zod';
import { isErrorCodeOf } from '../../../lib/errors/codes.ts';
import { ExitCode } from '../../../lib/errors/exit-code.ts';
import { UsageError } from '../../../lib/errors.ts';
import type { Emit } from '../../../model.ts';
import type { BuildPlan, PlannedSource } from '../../build-plan.ts';
import { malformedData } from '../../../lib/readers/data-error.ts';
import type { FileReading } from '../../sources/read-file.ts';
import { concludeSource, type SourceReading } from '../../sources/read-source.ts';
import type { NearDuplicatePair, SourceTally } from '../engine.ts';

const count = z.number().int();
const countsBySource = z.array(z.tuple([count, count])).transform((pairs) => new Map(pairs));

const fileReading: z.ZodType<FileReading> = z.object({
  read: count,
  redacted: count,
  dropped: z.record(z.string(), count),
  passedWhere: count,
  withPrompt: count,
  unmappedKinds: z.array(z.tuple([z.string(), count])),
  firstBadRow: z.string().nullable(),
  paths: z.object({
    missing: z.array(count),
    columns: z.array(z.string()),
    sample: z.record(z.string(), z.unknown()),
  }),
  garbled: z.array(
    z.object({ damage: z.enum(['control', 'mojibake', 'lost']), count, example: z.string(), place: z.string() }),
  ),
  unmatchedWhere: z.array(z.object({ matched: count, values: z.array(z.tuple([z.string(), count])) })),
});

const usageCode = z.string().refine((code) => isErrorCodeOf(code, ExitCode.usage));

/** A worker's report on one file: its reading, or what is wrong with it. */
const reading = z.union([
  z.object({ source: count, file: count, reading: fileReading }),
  z.object({
    source: count,
    file: count,
    error: z.object({ code: usageCode, message: z.string(), hint: z.string() }),
  }),
]);
type Reading = z.infer<typeof reading>;

const readings = z.object({ sources: z.array(reading), exclude: z.array(reading) });

/** Contents of runner.py's result.json: only the readings if one of them is an error. */
const jobResult = z.object({
  spark: z.string(),
  readings,
  candidates: countsBySource.default(new Map()),
  excluded: countsBySource.default(new Map()),
  uniques: countsBySource.default(new Map()),
  /** Source, stratum, and how many candidates the sample can be drawn from. */
  available: z.array(z.tuple([count, z.string(), count])).default([]),
});
export type SparkResult = z.infer<typeof jobResult>;

export function parseSparkResult(json: string): SparkResult {
  return jobResult.parse(JSON.parse(json));
}

/** Sums up the readings by source. Throws what reading the files without Spark would throw. */
export function concludeReadings(plan: BuildPlan, result: SparkResult, emit: Emit): SourceReading[] {
  const conclude = (planned: PlannedSource, source: number, all: readonly Reading[]): SourceReading => {
    const own = planned.files.map((file, position): FileReading => {
      const found = all.find((one) => one.source === source && one.file === position);
      if (found === undefined) throw malformedData({ path: file.path }, 'the file is empty');
      if ('reading' in found) return found.reading;
      const { code, message, hint } = found.error;
      throw new UsageError(code, message, { hint });
    });
    return concludeSource(planned.source, planned.files, own, emit);
  };
  const tallies = plan.sources.map((planned, index) => conclude(planned, index, result.readings.sources));
  for (const [index, planned] of plan.exclude.entries()) conclude(planned, index, result.readings.exclude);
  return tallies;
}

/** What happened to each source's rows. `near` and `drawn`: its near-duplicates, and how many prompts were kept. */
export function tallySources(
  { candidates, excluded, uniques }: SparkResult,
  readingBySource: readonly SourceReading[],
  near: readonly SparkNearDuplicate[],
  drawn: ReadonlyMap<number, number>,
): SourceTally[] {
  return readingBySource.map(({ read, redacted, dropped }, source) => {
    const [passed, unwanted, unique] = [candidates, excluded, uniques].map((counts) => counts.get(source) ?? 0);
    const own = near.filter((pair) => pair.source === source);
    const tooNear = own.filter((pair) => pair.is_excluded).length;
    const kept = drawn.get(source) ?? 0;
    const counts = {
      excluded: (unwanted ?? 0) + tooNear,
      duplicate: (passed ?? 0) - (unwanted ?? 0) - (unique ?? 0),
      near_duplicate: own.length - tooNear,
      not_sampled: (unique ?? 0) - own.length - kept,
    };
    return { read, redacted, kept, dropped: { ...dropped, ...counts } };
  });
}

const nearDuplicate = z.object({
  id: z.string(),
  source: count,
  kept_id: z.string(),
  kept_source: count,
  is_excluded: z.boolean(),
  similarity: z.number(),
});
export type SparkNearDuplicate = z.infer<typeof nearDuplicate>;

export function parseNearDuplicate(line: string): SparkNearDuplicate {
  return nearDuplicate.parse(JSON.parse(line));
}

export function describePair(
  { sources, exclude }: BuildPlan,
  { id, source, kept_id: keptId, kept_source: keptSource, is_excluded: isExcluded, similarity }: SparkNearDuplicate,
): NearDuplicatePair {
  const kept = (isExcluded ? exclude : sources)[keptSource];
  return { id, source: nameOf(sources[source]), keptId, keptSource: nameOf(kept), isExcluded, similarity };
}

function nameOf(planned: PlannedSource | undefined): string {
  return planned?.source.id ?? '';
}
