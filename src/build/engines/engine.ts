import type { Emit } from '../../model.ts';
import type { BuildPlan, DropCounts } from '../build-plan.ts';
import type { ExampleBook } from '../filters/example-book.ts';
import type { Quota } from '../quotas.ts';

/** Where and how an engine works. */
export interface EngineRun {
  plan: BuildPlan;
  /** Where prompts.parquet is to be written; the caller moves it to its place. */
  outputPath: string;
  /** Folder for what does not fit into memory; the caller removes it. */
  workDir: string;
  /** Undefined = all cores. */
  threads: number | undefined;
  /** Ends the run between two steps. */
  signal?: AbortSignal;
  /** Where examples go, when somebody asked for them. */
  examples?: ExampleBook;
  emit: Emit;
}

/** What became of one source's rows: read = kept + all that was dropped. */
export interface SourceTally {
  read: number;
  /** Prompts in which personal data were replaced, whatever became of them. */
  redacted: number;
  kept: number;
  dropped: DropCounts;
}

/** A prompt that was dropped, and the kept one that it is too similar to. */
export interface NearDuplicatePair {
  id: string;
  source: string;
  keptId: string;
  /** Or the entry of `build.exclude` that has it. */
  keptSource: string;
  isExcluded: boolean;
  similarity: number;
}

export interface EngineResult {
  /** Name and version, as the lock records them. */
  engine: string;
  /** One a source of the plan, in its order. */
  sources: SourceTally[];
  /** What was to be drawn, and from how many. */
  quotas: Quota[];
  /** By source, then id, of the dropped prompt. */
  nearDuplicates: NearDuplicatePair[];
}

/**
 * Carries a build plan out. Every engine gives the same rows in the same order for the same plan and files:
 *
 * 1. the filters of `RowFilter`, with its rules for text, then without the ids of what must not be in the dataset;
 * 2. of candidates with the same id the one stays whose source comes first in the plan, then the smallest by prompt,
 *    kind, metadata (as UTF-8 bytes), file and row; `also_in` gets the other sources in the plan's order;
 * 3. near-duplicates by `NearDuplicateFinder`, walked by source, then id, after what must not be in the dataset, by id;
 *    `also_in` of the kept one gets the sources of the dropped one;
 * 4. of each quota of `planQuotas` the first by SHA-256 of `seed:id`, as hex text;
 * 5. the i-th of n of a quota stands at (i - 0.5) / n of the whole; ties by that hash.
 */
export interface Engine {
  name: 'duckdb' | 'spark';
  run(input: EngineRun): Promise<EngineResult>;
}
