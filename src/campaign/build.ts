import type { BuildOutcome } from '../build/build-input.ts';
import { buildPrompts } from '../build/build-prompts.ts';
import { checkLock } from '../build/check-lock.ts';
import { planBuild } from '../build/plan-build.ts';
import type { Campaign, Emit, Step } from '../model.ts';

export interface BuildOptions {
  dryRun: boolean;
  /** Verify the lock instead of building. */
  check: boolean;
}

export type { BuildOutcome };

export type BuildResult = { type: 'built'; outcome: BuildOutcome } | { type: 'planned'; steps: Step[] };

/** Sources → prompts.parquet, manifest and lock, or only the proof that the locked dataset can be made again. */
export async function build(campaign: Campaign, { dryRun, check }: BuildOptions, emit: Emit): Promise<BuildResult> {
  const { sources, build: settings, seed, dir } = campaign;
  const input = { sources, settings, seed, dir };
  if (dryRun) return { type: 'planned', steps: await planBuild(input) };
  return { type: 'built', outcome: await (check ? checkLock(input, emit) : buildPrompts(input, emit)) };
}
