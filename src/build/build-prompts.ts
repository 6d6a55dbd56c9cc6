import { copyFile, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { produceFileWhole, writeFileWhole } from '../lib/files/atomic-file.ts';
import { explainFileError, explainUnwritable } from '../lib/files/file-error.ts';
import { withScratchFolder } from '../lib/files/scratch-folder.ts';
import { makeFolder } from '../lib/files/make-folder.ts';
import type { Emit } from '../model.ts';
import { buildFiles } from './build-files.ts';
import type { BuildInput, BuildOutcome } from './build-input.ts';
import type { BuildPlan } from './build-plan.ts';
import { chooseEngine } from './engines/choose-engine.ts';
import { ExampleBook, type BuildExamples } from './filters/example-book.ts';
import { hashFile } from '../lib/files/hash-file.ts';
import { hashSettings, type Lock, lockSources, renderLock } from './lock/lock.ts';
import { countOutcome, renderManifest } from './manifest.ts';
import { resolveBuildPlan } from './plan-build.ts';
import { checkShortage } from './shortage.ts';
import { assertUnchanged, stampSources } from './lock/source-stamps.ts';

/**
 * Makes prompts.parquet, manifest.json and prank.lock.json from the enabled sources. Each is written whole, after
 * everything has succeeded. Throws UsageError for bad input and changes nothing. Same input and files, same bytes.
 */
export async function buildPrompts(input: BuildInput, emit: Emit): Promise<BuildOutcome> {
  const plan = await resolveBuildPlan(input, emit);
  const files = buildFiles(input.dir);
  return withMadeBuild(
    input,
    plan,
    emit,
    async ({ promptsPath, manifest, lock, outcome }) => {
      // Prompts are checked against manifest and lock. In this order one of them always names the prompts that are there.
      await writeFileWhole(files.manifest.absolutePath, manifest);
      await produceFileWhole(files.prompts.absolutePath, (temporaryPath) => copyFile(promptsPath, temporaryPath));
      await writeFileWhole(files.lock.absolutePath, renderLock(lock));
      return outcome;
    },
    { isKept: true },
  );
}

/** Runs a build to show what its filters do, and writes nothing. Throws what `buildPrompts` throws. */
export async function explainBuild(
  input: BuildInput,
  emit: Emit,
): Promise<{ outcome: BuildOutcome; explanation: BuildExamples }> {
  const plan = await resolveBuildPlan(input, emit);
  const examples = new ExampleBook();
  // Too few prompts must not stop this: it is the usual reason to ask for an explanation.
  const lenient: BuildPlan = { ...plan, settings: { ...plan.settings, shortage: 'accept' } };
  const explain = async ({ outcome }: MadeBuild) => ({ outcome, explanation: examples.explanation });
  return withMadeBuild(input, lenient, emit, explain, { isKept: false, examples });
}

/** A finished build. Its files are in a working folder that is about to be removed. */
export interface MadeBuild {
  promptsPath: string;
  manifest: string;
  lock: Lock;
  outcome: BuildOutcome;
}

/**
 * Makes a build in a working folder beside the results, passes it to `use`, then removes the folder. If nothing is kept, a
 * folder that can't be written is no obstacle.
 */
export async function withMadeBuild<T>(
  input: BuildInput,
  plan: BuildPlan,
  emit: Emit,
  use: (made: MadeBuild) => Promise<T>,
  { isKept, examples }: { isKept: boolean; examples?: ExampleBook },
): Promise<T> {
  const engine = await chooseEngine(plan, input, emit);
  const parent = dirname(buildFiles(input.dir).prompts.absolutePath);
  return withWorkDir({ parent, isKept }, async (workDir) => {
    const stamps = await stampSources(plan);
    const sources = await lockSources(plan);
    const promptsPath = join(workDir, 'prompts.parquet');
    const result = await engine.run({
      plan,
      outputPath: promptsPath,
      workDir,
      threads: input.threads,
      ...(input.signal === undefined ? {} : { signal: input.signal }),
      emit,
      ...(examples === undefined ? {} : { examples }),
    });
    await assertUnchanged(plan, stamps);
    const counts = countOutcome(plan, result);
    checkShortage(plan, counts, result.quotas, emit);
    const sha256 = await hashFile(promptsPath);
    const lock: Lock = {
      version: 1,
      seed: plan.seed,
      normalization: plan.normalization,
      settings: hashSettings(plan),
      engine: result.engine,
      sources,
      prompts: { rows: counts.prompts, sha256 },
    };
    const manifest = renderManifest(plan, counts, result, sha256);
    return use({ promptsPath, manifest, lock, outcome: { ...counts, sha256 } });
  });
}

const workPrefix = '.build-';

/** Removes what a killed build left. The campaign's lock keeps us from removing the folder of a running build. */
async function removeLeftovers(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(workPrefix));
  await Promise.all(names.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/** If nothing is kept and `parent` can't be written, the folder is among the temporary files of the system. */
async function withWorkDir<T>(
  { parent, isKept }: { parent: string; isKept: boolean },
  work: (workDir: string) => Promise<T>,
): Promise<T> {
  const made = await makeWorkDir(parent).catch((error: unknown) => {
    if (isKept || explainFileError(error)?.code !== 'file_unwritable') throw error;
    return null;
  });
  if (made === null) return withScratchFolder(work);
  try {
    return await work(made.path);
  } catch (error) {
    // Nobody knows the working folder: what can't be written is the file that is made in it.
    const isInside = error instanceof Error && 'path' in error && String(error.path).startsWith(made.path);
    throw isInside ? explainUnwritable(join(parent, 'prompts.parquet'), error) : error;
  } finally {
    await rm(made.path, { recursive: true, force: true });
    // A failed first build leaves no empty folder; a folder with files in it stays.
    if (made.parent !== undefined) await rmdir(parent).catch(() => {});
  }
}

/** `parent` = the first folder that had to be made above it. */
async function makeWorkDir(parent: string): Promise<{ path: string; parent: string | undefined }> {
  const madeParent = await makeFolder(parent);
  await removeLeftovers(parent);
  return { path: await mkdtemp(join(parent, workPrefix)), parent: madeParent };
}
