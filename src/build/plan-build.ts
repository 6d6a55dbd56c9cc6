import { access } from 'node:fs/promises';
import { UsageError } from '../lib/errors.ts';
import type { Source, Step } from '../model.ts';
import type { BuildInput } from './build-input.ts';
import { buildFiles } from './build-files.ts';
import type { BuildPlan, PlannedSource } from './build-plan.ts';
import { compileDropPatterns } from './drop-patterns.ts';
import { findSourceFiles } from './find-source-files.ts';
import { sourceLookups } from './source-lookups.ts';

/** Decides what a build reads, without reading it. Throws UsageErrors for missing files, bad paths and bad patterns. */
export async function resolveBuildPlan({ sources, settings, seed, dir }: BuildInput): Promise<BuildPlan> {
  const enabled = sources.filter((source) => source.enabled);
  if (enabled.length === 0) {
    throw new UsageError('no_sources', 'No source is enabled, so there is nothing to build from.', {
      hint: 'Add a source to prank.yaml, or take `enabled: false` away from one.',
    });
  }
  compileDropPatterns(settings.drop);
  const planned: PlannedSource[] = [];
  for (const source of enabled) {
    refuseHubSource(source);
    sourceLookups(source);
    planned.push({ source, files: await findSourceFiles(source, dir) });
  }
  return { seed, settings, sources: planned };
}

/** What a build would read and write, for `--dry-run`: one step a file, in the order of reading. */
export async function planBuild(input: BuildInput): Promise<Step[]> {
  const plan = await resolveBuildPlan(input);
  const reads = plan.sources.flatMap(({ source, files }) =>
    files.map((file): Step => ({
      action: 'keep',
      target: file.path,
      why: `read as ${file.format}${file.gzip ? ' (gzip)' : ''}, ${file.sizeBytes} bytes, for source ${source.id}, take ${source.take}`,
    })),
  );
  const disabled = input.sources
    .filter((source) => !source.enabled)
    .map((source): Step => ({ action: 'keep', target: source.id, why: 'not read: the source is disabled' }));
  const files = buildFiles(input.dir);
  const writes = [files.prompts, files.manifest, files.lock].map(async ({ path, absolutePath }): Promise<Step> => {
    const exists = await access(absolutePath).then(
      () => true,
      () => false,
    );
    return { action: exists ? 'update' : 'create', target: path, why: 'made from the files above' };
  });
  return [...reads, ...disabled, ...(await Promise.all(writes))];
}

function refuseHubSource({ id, hub }: Source): void {
  if (hub === null) return;
  throw new UsageError(
    'hub_source_unsupported',
    `Source ${id}: datasets on the Hub (${hub.dataset}) are not read yet; download the files and name them with file:.`,
    { hint: `hf download ${hub.dataset} --repo-type dataset --include '${hub.path}' --local-dir data/${id}` },
  );
}
