import type { BuildInput, BuildOutcome } from '../build/build-input.ts';
import { buildPrompts, explainBuild } from '../build/build-prompts.ts';
import { checkLock } from '../build/lock/check.ts';
import type { BuildExamples } from '../build/filters/example-book.ts';
import { type BuildPreview, planBuild } from '../build/plan-build.ts';
import { openDatasetFiles } from '../hub/repos/dataset-files.ts';
import { cacheFolder } from '../hub/token.ts';
import { nodePath } from '../lib/package-info.ts';
import type { Emit } from '../model.ts';
import { listLicenseWarnings } from './build/license-warnings.ts';
import type { OpenCampaign } from './open/types.ts';

/**
 * `plan` = show what would be read and taken; `explain` = show what the filters do; `check` = verify the lock. These
 * three write nothing.
 */
export type BuildMode = 'build' | 'plan' | 'explain' | 'check';

export interface BuildOptions {
  /** `build` unless given. */
  mode?: BuildMode;
  /** Take the newest commits of Hub datasets instead of those in the lock. */
  update?: boolean;
}

export type { BuildOutcome, BuildPreview, BuildExamples };

export type BuildResult =
  | { type: 'built'; outcome: BuildOutcome }
  | { type: 'explained'; outcome: BuildOutcome; explanation: BuildExamples }
  | { type: 'planned'; preview: BuildPreview };

/** Builds prompts.parquet, manifest and lock from the sources, or only shows what that would do. */
export async function build(
  campaign: OpenCampaign,
  { mode = 'build', update = false }: BuildOptions = {},
  emit: Emit = campaign.emit,
): Promise<BuildResult> {
  const input = toBuildInput(campaign, update);
  // Before the work: a licence is looked up, and a build may take an hour.
  for (const text of mode === 'check' ? [] : await listLicenseWarnings(campaign)) emit({ type: 'warning', text });
  // A plan writes nothing, so it also works in a read-only folder.
  if (mode === 'plan') return { type: 'planned', preview: await planBuild(input, emit) };
  const work = async (): Promise<BuildResult> => {
    switch (mode) {
      case 'explain':
        return { type: 'explained', ...(await explainBuild(input, emit)) };
      case 'check':
        return { type: 'built', outcome: await checkLock(input, emit) };
      case 'build':
        return { type: 'built', outcome: await buildPrompts(input, emit) };
    }
  };
  return campaign.withLock('build', work, { readOnly: mode !== 'build' });
}

/** Public datasets need no token. */
function toBuildInput(campaign: OpenCampaign, update: boolean): BuildInput {
  const { sources, build: settings, seed, dir, env, signal } = campaign;
  const hub = openDatasetFiles({
    openHub: () => campaign.openHub({ resource: env['HF_OIDC_RESOURCE'] ?? '', anonymous: true }),
    cacheDir: cacheFolder((name) => env[name]),
  });
  const engine = { ...campaign.engine, machine: { env, node: nodePath } };
  return { sources, settings, seed, dir, update, engine, hub, signal };
}
