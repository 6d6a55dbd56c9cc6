import type { BuildOutcome } from '../build/build-input.ts';
import { buildPrompts, explainBuild } from '../build/build-prompts.ts';
import { checkLock } from '../build/lock/check.ts';
import type { Machine } from '../build/engines/spark/find-spark.ts';
import type { BuildExamples } from '../build/filters/example-book.ts';
import { type BuildPreview, planBuild } from '../build/plan-build.ts';
import { type DatasetFilesOptions, openDatasetFiles } from '../hub/repos/dataset-files.ts';
import type { Campaign, Emit } from '../model.ts';

/** The Hub and its cache, for sources that are Hub datasets; and the machine, for Spark. */
export interface BuildPorts extends DatasetFilesOptions {
  machine: Machine;
  /** Ends the build between two steps. */
  signal?: AbortSignal;
}

export interface BuildOptions {
  /**
   * `plan` = say what would be read and taken; `explain` = show what the filters do; `check` = verify the lock. These
   * write nothing.
   */
  mode: 'build' | 'plan' | 'explain' | 'check';
  /** Take the newest commits of Hub datasets instead of those in the lock. */
  update: boolean;
}

export type { BuildOutcome, BuildPreview, BuildExamples };

export type BuildResult =
  | { type: 'built'; outcome: BuildOutcome }
  | { type: 'explained'; outcome: BuildOutcome; explanation: BuildExamples }
  | { type: 'planned'; preview: BuildPreview };

/** Sources → prompts.parquet, manifest and lock, or only a look at what that would do. */
export async function build(
  campaign: Campaign,
  ports: BuildPorts,
  { mode, update }: BuildOptions,
  emit: Emit,
): Promise<BuildResult> {
  const { sources, build: settings, seed, dir } = campaign;
  const engine = { ...campaign.engine, machine: ports.machine };
  const stop = ports.signal === undefined ? {} : { signal: ports.signal };
  const input = { sources, settings, seed, dir, update, engine, hub: openDatasetFiles(ports), ...stop };
  switch (mode) {
    case 'plan':
      return { type: 'planned', preview: await planBuild(input, emit) };
    case 'explain':
      return { type: 'explained', ...(await explainBuild(input, emit)) };
    case 'check':
      return { type: 'built', outcome: await checkLock(input, emit) };
    case 'build':
      return { type: 'built', outcome: await buildPrompts(input, emit) };
  }
}
