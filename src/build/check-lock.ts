import { UsageError } from '../lib/errors.ts';
import { printable } from '../lib/text.ts';
import type { Emit } from '../model.ts';
import { buildFiles } from './build-files.ts';
import type { BuildInput, BuildOutcome } from './build-input.ts';
import { withMadeBuild } from './build-prompts.ts';
import { hashSettings, type Lock, type LockedFile, lockSources, readLock } from './lock.ts';
import { resolveBuildPlan } from './plan-build.ts';

/**
 * Proves that prank.lock.json still holds: same files, same settings, and a rebuild gives the locked prompts. Writes
 * nothing. Throws UsageError `lock_differs` that names every file that changed, is missing or is new.
 */
export async function checkLock(input: BuildInput, emit: Emit): Promise<BuildOutcome> {
  const file = buildFiles(input.dir).lock;
  const locked = await readLock(file);
  const plan = await resolveBuildPlan(input);
  const differences = [
    ...(locked.seed === plan.seed ? [] : [`the seed is ${plan.seed}, locked is ${locked.seed}`]),
    ...(locked.settings === hashSettings(plan) ? [] : ['the sources or build settings of prank.yaml changed']),
    ...compareSources(locked.sources, await lockSources(plan)),
  ];
  if (differences.length > 0) throw lockDiffers(file.path, differences);
  return withMadeBuild(input, plan, emit, async ({ lock, outcome }) => {
    if (lock.prompts.sha256 === locked.prompts.sha256) return outcome;
    const cause =
      lock.engine === locked.engine ? '' : ` (built by ${printable(locked.engine, 60)}, here is ${lock.engine})`;
    throw lockDiffers(file.path, [`the same files give other prompts than locked${cause}`]);
  });
}

function compareSources(locked: Lock['sources'], found: Lock['sources']): string[] {
  const ids = [...new Set([...locked, ...found].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const filesOf = (sources: Lock['sources']): LockedFile[] => sources.find((source) => source.id === id)?.files ?? [];
    return compareFiles(filesOf(locked), filesOf(found));
  });
}

function compareFiles(locked: readonly LockedFile[], found: readonly LockedFile[]): string[] {
  const paths = [...new Set([...locked, ...found].map(({ path }) => path))];
  return paths.flatMap((path) => {
    const before = locked.find((file) => file.path === path);
    const now = found.find((file) => file.path === path);
    const shown = printable(path, 120);
    if (now === undefined) return [`${shown} is missing`];
    if (before === undefined) return [`${shown} is new`];
    return before.sha256 === now.sha256 ? [] : [`${shown} changed`];
  });
}

function lockDiffers(path: string, differences: readonly string[]): UsageError {
  return new UsageError('lock_differs', `${path} does not hold: ${differences.join('; ')}.`, {
    hint: 'If the change is meant, run `prank build` and commit the new lock; else bring the old files back.',
    details: { differences },
  });
}
