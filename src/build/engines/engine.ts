import type { Emit } from '../../model.ts';
import type { BuildPlan, DropCounts } from '../build-plan.ts';
import type { ExampleBook } from '../filters/example-book.ts';
import type { Quota } from '../quotas.ts';

/** What an engine works on, and where. */
export interface EngineRun {
  plan: BuildPlan;
  /** Where to write prompts.parquet; the caller moves it to its final place. */
  outputPath: string;
  /** Folder for what does not fit into memory; the caller removes it. */
  workDir: string;
  /** Undefined = all cores. */
  threads: number | undefined;
  /** Stops the run between two steps. */
  signal?: AbortSignal;
  /** Collects examples if somebody asked for them. */
  examples?: ExampleBook;
  emit: Emit;
}

/** What happened to one source's rows: read = kept + everything dropped. */
export interface SourceTally {
  read: number;
  /** Prompts in which personal data were replaced, kept or not. */
  redacted: number;
  kept: number;
  dropped: DropCounts;
}

/** A dropped prompt, and the kept one it is too similar to. */
export interface NearDuplicatePair {
  id: string;
  source: string;
  keptId: string;
  /** The source of the kept prompt, or the entry of `build.exclude` that has it. */
  keptSource: string;
  isExcluded: boolean;
  similarity: number;
}

export interface EngineResult {
  /** Name and version, as the lock records them. */
  engine: string;
  /** One per source of the plan, in its order. */
  sources: SourceTally[];
  /** How many were to be drawn, and from how many. */
  quotas: Quota[];
  /** Ordered by source, then id, of the dropped prompt. */
  nearDuplicates: NearDuplicatePair[];
}

/**
 * Carries out a build plan. Every engine gives the same rows in the same order for the same plan and files:
 *
 * 1. Apply the filters of `RowFilter`, with its rules for text. Then remove the ids that must not be in the dataset.
 * 2. Of candidates with the same id, keep the one whose source comes first in the plan, then the smallest by prompt,
 *    kind, metadata (as UTF-8 bytes), file and row. `also_in` gets the other sources in the plan's order.
 * 3. Remove near-duplicates with `NearDuplicateFinder`: first walk what must not be in the dataset, by id, then the
 *    prompts by source and id. `also_in` of the kept one gets the sources of the dropped one.
 * 4. Of each quota of `planQuotas`, take the first by SHA-256 of `seed:id`, as hex text.
 * 5. Place the i-th of n of a quota at (i - 0.5) / n of the whole; break ties by that hash.
 */
export interface Engine {
  name: 'duckdb' | 'spark';
  run(input: EngineRun): Promise<EngineResult>;
}
