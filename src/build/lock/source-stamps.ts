import { stat } from 'node:fs/promises';
import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';
import { type BuildPlan, isRemote, plannedReads } from '../build-plan.ts';

/** Size and modification time of every local file. */
export type SourceStamps = ReadonlyMap<string, string>;

export async function stampSources(plan: BuildPlan): Promise<SourceStamps> {
  const stamps = new Map<string, string>();
  for (const { path, absolutePath } of plannedReads(plan).flatMap(({ files }) => files)) {
    if (isRemote(path)) continue;
    const { size, mtimeNs } = await stat(absolutePath, { bigint: true });
    stamps.set(path, `${size} ${mtimeNs}`);
  }
  return stamps;
}

/** Throws UsageError `source_changed` if a file changed while it was read: its locked hash would be wrong. */
export async function assertUnchanged(plan: BuildPlan, before: SourceStamps): Promise<void> {
  const after = await stampSources(plan);
  const changed = [...after].find(([path, stamp]) => before.get(path) !== stamp);
  if (changed === undefined) return;
  throw new UsageError('source_changed', `${printable(changed[0], 120)} was written to while it was read.`);
}
