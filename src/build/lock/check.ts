import { resolve } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { isMissingFile } from '../../lib/files/missing-file.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit } from '../../model.ts';
import { buildFiles } from '../build-files.ts';
import { hashFile } from '../../lib/files/hash-file.ts';
import { type BuildPlan, isRemote, plannedReads } from '../build-plan.ts';
import type { BuildInput, BuildOutcome } from '../build-input.ts';
import { withMadeBuild } from '../build-prompts.ts';
import { hashSettings, type Lock, readLock } from './lock.ts';
import { resolveBuildPlan } from '../plan-build.ts';
import { sourceUnreadable } from '../../lib/readers/source-unreadable.ts';

/**
 * Checks that prank.lock.json still holds: same files, same settings, and a rebuild gives the locked prompts. Writes
 * nothing. Throws UsageError `lock_differs`, which names every file that is changed, missing or new.
 */
export async function checkLock(input: BuildInput, emit: Emit): Promise<BuildOutcome> {
  const file = buildFiles(input.dir).lock;
  const locked = await readLock(file);
  const goneOrChanged = await compareFiles(locked, input.dir);
  const plan = await resolveBuildPlan({ ...input, update: false }, emit).catch((error: unknown) => {
    // The plan stops at the first pattern without a file; the lock lists every missing file.
    const isExplained = error instanceof UsageError && error.code === 'source_file_missing' && goneOrChanged.length > 0;
    throw isExplained ? lockDiffers(file.path, goneOrChanged) : error;
  });
  const differences = [
    ...(locked.seed === plan.seed ? [] : [`the seed is ${plan.seed}, locked is ${locked.seed}`]),
    ...(locked.settings === hashSettings(plan) ? [] : ['the sources or build settings of prank.yaml changed']),
    ...goneOrChanged,
    ...(await compareFarFiles(locked, plan)),
    ...listNewFiles(locked, plan),
  ];
  if (differences.length > 0) throw lockDiffers(file.path, differences);
  return withMadeBuild(
    withoutOutput(input),
    plan,
    emit,
    async ({ lock, outcome }) => {
      if (lock.prompts.sha256 === locked.prompts.sha256) return outcome;
      const cause =
        lock.engine === locked.engine ? '' : ` (built by ${printable(locked.engine, 60)}, here is ${lock.engine})`;
      throw lockDiffers(file.path, [`the same files give other prompts than locked${cause}`]);
    },
    { isKept: false },
  );
}

/** A check writes nothing, not even to Spark's output folder. */
function withoutOutput(input: BuildInput): BuildInput {
  const { engine } = input;
  return engine === undefined ? input : { ...input, engine: { ...engine, spark: { ...engine.spark, output: null } } };
}

async function compareFiles({ sources }: Lock, dir: string): Promise<string[]> {
  const own = sources.filter(({ pinned }) => pinned === null);
  const here = own.flatMap((source) => source.files).filter(({ path }) => !isRemote(path));
  const files = new Map(here.map(({ path, sha256 }) => [path, sha256]));
  const differences: string[] = [];
  for (const [path, sha256] of files) {
    const found = await hashFile(resolve(dir, path)).catch((error: unknown) => {
      if (isMissingFile(error)) return null;
      throw sourceUnreadable(path, error);
    });
    if (found !== sha256) differences.push(`${printable(path, 120)} ${found === null ? 'is missing' : 'changed'}`);
  }
  return differences;
}

/** Compares files of Hub datasets, which the plan fetched at the locked commits, and files that Spark listed. */
async function compareFarFiles({ sources }: Lock, plan: BuildPlan): Promise<string[]> {
  const differences: string[] = [];
  for (const { id, pinned, files } of sources) {
    const planned = plannedReads(plan).find(({ source }) => source.id === id)?.files ?? [];
    for (const { path, sha256 } of files) {
      if (pinned === null && !isRemote(path)) continue;
      const found = planned.find((file) => file.path === path);
      if (found !== undefined && (found.sha256 ?? (await hashFile(found.absolutePath))) === sha256) continue;
      const what = `${printable(path, 120)}${pinned === null ? '' : ` of ${pinned.dataset}`}`;
      differences.push(found === undefined ? `${what} is missing` : `${what} changed`);
    }
  }
  return differences;
}

function listNewFiles(locked: Lock, plan: BuildPlan): string[] {
  const known = new Set(locked.sources.flatMap(({ files }) => files.map(({ path }) => path)));
  const paths = new Set(plannedReads(plan).flatMap(({ files }) => files.map(({ path }) => path)));
  return [...paths].filter((path) => !known.has(path)).map((path) => `${printable(path, 120)} is new`);
}

function lockDiffers(path: string, differences: readonly string[]): UsageError {
  return new UsageError('lock_differs', `${path} does not hold: ${differences.join('; ')}.`, {
    details: { differences },
  });
}
