import { copyFile, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { produceFileWhole, writeFileWhole } from '../lib/files/atomic-file.ts';
import { makeFolder } from '../lib/files/make-folder.ts';
import type { Emit } from '../model.ts';
import { buildFiles } from './build-files.ts';
import type { BuildInput, BuildOutcome } from './build-input.ts';
import type { BuildPlan } from './build-plan.ts';
import { chooseEngine } from './engines/choose-engine.ts';
import { ExampleBook, type BuildExamples } from './filters/example-book.ts';
import { hashFile } from './lock/hash-file.ts';
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
  return withMadeBuild(input, plan, emit, async ({ promptsPath, manifest, lock, outcome }) => {
    await produceFileWhole(files.prompts.absolutePath, (temporaryPath) => copyFile(promptsPath, temporaryPath));
    await writeFileWhole(files.manifest.absolutePath, manifest);
    await writeFileWhole(files.lock.absolutePath, renderLock(lock));
    return outcome;
  });
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
  return withMadeBuild(input, lenient, emit, explain, examples);
}

/** A finished build. Its files are in a working folder that is about to be removed. */
export interface MadeBuild {
  promptsPath: string;
  manifest: string;
  lock: Lock;
  outcome: BuildOutcome;
}

/** Makes a build in a working folder beside the results, passes it to `use`, then removes the folder. */
export async function withMadeBuild<T>(
  input: BuildInput,
  plan: BuildPlan,
  emit: Emit,
  use: (made: MadeBuild) => Promise<T>,
  examples?: ExampleBook,
): Promise<T> {
  const engine = await chooseEngine(plan, input, emit);
  return withWorkDir(dirname(buildFiles(input.dir).prompts.absolutePath), async (workDir) => {
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
    return use({ promptsPath, manifest: renderManifest(plan, counts, result), lock, outcome: { ...counts, sha256 } });
  });
}

const workPrefix = '.build-';

/** Removes what a killed build left. The campaign's lock keeps us from removing the folder of a running build. */
async function removeLeftovers(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(workPrefix));
  await Promise.all(names.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

async function withWorkDir<T>(parent: string, work: (workDir: string) => Promise<T>): Promise<T> {
  const madeParent = await makeFolder(parent);
  await removeLeftovers(parent);
  const workDir = await mkdtemp(join(parent, workPrefix));
  try {
    return await work(workDir);
  } finally {
    await rm(workDir, { recursive: true, force: true });
    // A failed first build leaves no empty folder; a folder with files in it stays.
    if (madeParent !== undefined) await rmdir(parent).catch(() => {});
  }
}
