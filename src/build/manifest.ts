import { z } from 'zod';
import { UsageError } from '../lib/errors.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';
import { parseSealedJson, renderSealedJson } from '../lib/files/sealed-json.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { BuildManifest } from '../model.ts';
import { dropReasons, type BuildPlan, type DropCounts, type PlannedSource } from './build-plan.ts';
import type { BuildOutcome, SourceCount } from './build-input.ts';
import type { EngineResult } from './engines/engine.ts';
import type { Quota } from './quotas.ts';

/** The counts of a build, by source and in total. */
export type BuildCounts = Omit<BuildOutcome, 'sha256'>;

/** Sums up an engine's tallies. Reasons are in the order of the filters; those that never applied are left out. */
export function countOutcome({ sources }: BuildPlan, result: EngineResult): BuildCounts {
  const counts = sources.map(({ source: { id, kind, license } }, index): SourceCount => {
    const { read, kept, dropped } = result.sources[index] ?? { read: 0, kept: 0, dropped: {} };
    return { id, kind: typeof kind === 'string' ? kind : 'mixed', read, kept, dropped: orderReasons(dropped), license };
  });
  const sum = (of: (count: SourceCount) => number): number => counts.reduce((total, count) => total + of(count), 0);
  const dropped = Object.fromEntries(dropReasons.map((reason) => [reason, sum((count) => count.dropped[reason] ?? 0)]));
  return {
    prompts: sum(({ kept }) => kept),
    candidates: sum(({ read }) => read),
    dropped: orderReasons(dropped),
    sources: counts,
  };
}

/**
 * manifest.json: what was read, kept and dropped and why, with the settings, and the hash of prompts.parquet. No dates
 * and no local paths.
 */
export function renderManifest(
  plan: BuildPlan,
  counts: BuildCounts,
  { sources, quotas, nearDuplicates }: EngineResult,
  promptsSha256: string,
): string {
  const { settings } = plan;
  const manifest = {
    version: 1,
    seed: plan.seed,
    settings: {
      size: settings.size,
      length: settings.length,
      drop: settings.drop,
      near_duplicates: settings.nearDuplicates,
      language: settings.language,
      pii: settings.pii,
      shortage: settings.shortage,
    },
    prompts: counts.prompts,
    prompts_sha256: promptsSha256,
    candidates: counts.candidates,
    dropped: counts.dropped,
    sources: counts.sources.map(({ id, kind, license, read, kept, dropped }, index) => ({
      id,
      kind,
      license,
      dataset: plan.sources[index]?.pinned?.dataset ?? null,
      revision: plan.sources[index]?.pinned?.commit ?? null,
      take: plan.sources[index]?.source.take ?? 'all',
      share: plan.sources[index]?.source.share ?? null,
      read,
      redacted: sources[index]?.redacted ?? 0,
      kept,
      dropped,
      strata: listStrata(plan.sources[index], quotas, index),
      files: plan.sources[index]?.files.map(({ path }) => path) ?? [],
    })),
    exclude: plan.exclude.map(({ source, pinned, files }) => ({
      id: source.id,
      dataset: pinned?.dataset ?? null,
      revision: pinned?.commit ?? null,
      files: files.map(({ path }) => path),
    })),
    near_duplicates: nearDuplicates.map(({ id, source, keptId, keptSource, similarity }) => ({
      id,
      source,
      kept_id: keptId,
      kept_source: keptSource,
      similarity,
    })),
  } satisfies Omit<BuildManifest, 'promptsSha256'> & Record<string, unknown>;
  return renderSealedJson(manifest);
}

/** null = the source has no strata. */
function listStrata(
  planned: PlannedSource | undefined,
  quotas: readonly Quota[],
  index: number,
): { stratum: string; kept: number; available: number }[] | null {
  if (planned === undefined || planned.source.strata === null) return null;
  return quotas
    .filter(({ sources, available }) => sources.includes(index) && available > 0)
    .map(({ stratum, wanted, available }) => ({ stratum, kept: Math.min(wanted ?? available, available), available }));
}

function orderReasons(dropped: DropCounts): Record<string, number> {
  const entries = dropReasons.map((reason) => [reason, dropped[reason] ?? 0] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

const writtenManifest = z.object({
  version: z.literal(1),
  /** Earlier versions did not write it. */
  prompts_sha256: z.string().nullable().default(null),
  sources: z.array(
    z.object({
      id: z.string(),
      dataset: z.string().nullable(),
      read: z.number(),
      kept: z.number(),
      files: z.array(z.string()),
    }),
  ),
});

/** null if there is no such file. Throws UsageError `manifest_damaged`. */
export async function readManifest(path: string): Promise<BuildManifest | null> {
  const text = await readTextIfPresent(path);
  return text === null ? null : parseManifest(text, path);
}

function parseManifest(text: string, path: string): BuildManifest {
  const parsed = writtenManifest.safeParse(parseSealedJson(text));
  if (parsed.success) {
    const { prompts_sha256: promptsSha256, ...manifest } = parsed.data;
    return { ...manifest, promptsSha256 };
  }
  throw new UsageError('manifest_damaged', `${path} is damaged or from another version of prank.`, {
    hint: `Make it again with ${prankCommand('build')}, or delete it: the card then does without what it counted.`,
    cause: parsed.error,
  });
}
