import { dirname } from 'node:path';
import { buildFiles } from '../../build/build-files.ts';
import { readManifest } from '../../build/manifest.ts';
import { hashFile } from '../../lib/files/hash-file.ts';
import { hashSettings, type Lock, readLock } from '../../build/lock/lock.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { isEnvFilePrivate } from '../../folder/env-file.ts';
import { isIgnoredByGit, isInRepository } from '../../folder/gitignore.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { PrankError } from '../../lib/errors.ts';
import { inspectLock } from '../../lib/files/file-lock.ts';
import { listLeftovers } from '../../lib/files/leftovers.ts';
import { prankCommand, shellCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign, Prompt, ResponseEvent } from '../../model.ts';
import { answersOf } from '../../ratings/current-view.ts';
import type { PullState } from '../../ratings/pull-state.ts';
import type { OpenCampaign } from '../open/types.ts';
import { type Check, fine, finding, findingOf, unseen } from './check.ts';

/** What the campaign's folder holds, as far as it can be read. */
export interface FolderExamination {
  checks: Check[];
  prompts: Prompt[] | null;
  /** null = damaged. */
  log: ResponseEvent[] | null;
  state: PullState | null;
}

/** Checks the campaign's files. Asks no server. */
export async function examineFolder(campaign: OpenCampaign): Promise<FolderExamination> {
  const { dir } = campaign;
  const promptsPath = campaignPaths.prompts(dir);
  const prompts = await readPromptsHere(campaign, promptsPath);
  const log = await readLogHere(campaign);
  const state = await readStateHere(campaign, log.events ?? []);
  return {
    checks: [
      prompts.check,
      ...(prompts.prompts === null ? [] : await checkManifest(dir)),
      log.check,
      ...state.checks,
      await checkEnv(dir),
      await checkLockFile(campaignPaths.lock(dir)),
      await checkLeftovers([dir, dirname(promptsPath), campaignPaths.ratings(dir)], campaign.clock.now()),
    ],
    prompts: prompts.prompts,
    log: log.events,
    state: state.state,
  };
}

async function readPromptsHere(
  campaign: OpenCampaign,
  path: string,
): Promise<{ prompts: Prompt[] | null; check: Check }> {
  const place = { area: 'campaign', name: 'prompts' } as const;
  let prompts: Prompt[];
  try {
    prompts = await campaign.readPrompts();
  } catch (error) {
    return { prompts: null, check: findingOf(place, error) };
  }
  try {
    const lock = await readLock(buildFiles(campaign.dir).lock);
    const problem = await findLockProblem(campaign, lock, path);
    const check =
      problem === null
        ? fine('campaign', 'prompts', `${countOf(prompts.length, 'prompt')}, as prank.lock.json has them.`)
        : finding('campaign', 'prompts', problem, prankCommand('build'));
    return { prompts, check };
  } catch (error) {
    return { prompts, check: findingOf(place, error) };
  }
}

/** Compares settings and result. Only a build can find out whether the sources changed. */
async function findLockProblem({ seed, build, sources }: Campaign, lock: Lock, path: string): Promise<string | null> {
  const planned = sources.filter(({ enabled }) => enabled).map((source) => ({ source, pinned: null, files: [] }));
  const settings = hashSettings({ settings: build, sources: planned });
  if (lock.seed !== seed || lock.settings !== settings)
    return 'Sources or build settings of prank.yaml changed after the prompts were built.';
  if (lock.prompts.sha256 !== (await hashFile(path))) return 'The prompts are not those that prank.lock.json names.';
  return null;
}

/** Gets a check only if it is missing or damaged. */
async function checkManifest(dir: string): Promise<Check[]> {
  const place = { area: 'campaign', name: 'manifest' } as const;
  try {
    if ((await readManifest(campaignPaths.manifest(dir))) !== null) return [];
    const why = "The manifest of the build is missing, so the card of a release can't say what was read and dropped.";
    return [finding(place.area, place.name, why, prankCommand('build'))];
  } catch (error) {
    return [findingOf(place, error)];
  }
}

async function readLogHere({ log }: OpenCampaign): Promise<{ events: ResponseEvent[] | null; check: Check }> {
  try {
    const events = await log.read();
    const answers = answersOf(events);
    const raters = new Set(answers.map(({ raterId }) => raterId)).size;
    const why =
      events.length === 0
        ? 'The ratings log is empty: nothing was pulled yet.'
        : `${countOf(answers.length, 'answer')} of ${countOf(raters, 'rater')} in the ratings log.`;
    return { events, check: fine('campaign', 'ratings_log', why) };
  } catch (error) {
    return { events: null, check: findingOf({ area: 'campaign', name: 'ratings_log' }, error) };
  }
}

/** The state of the last pull gets a check only if it is missing or damaged. */
async function readStateHere(
  { log }: OpenCampaign,
  events: readonly ResponseEvent[],
): Promise<{ state: PullState | null; checks: Check[] }> {
  const place = { area: 'campaign', name: 'pull_state' } as const;
  try {
    const state = await log.readState();
    if (state !== null || events.length === 0) return { state, checks: [] };
    const why =
      'state.json of the last pull is missing from the ratings log. Without it, nobody notices if files of the log get lost.';
    return { state, checks: [finding(place.area, place.name, why, prankCommand('pull'))] };
  } catch (error) {
    return { state: null, checks: [findingOf(place, error)] };
  }
}

async function checkEnv(dir: string): Promise<Check> {
  try {
    const isPrivate = await isEnvFilePrivate(dir);
    if (isPrivate === null)
      return fine('campaign', 'env_file', 'There is no .env: all secrets are in the environment.');
    if (!isPrivate)
      return finding(
        'campaign',
        'env_file',
        'Others of this machine can read .env, which holds secrets.',
        shellCommand(['chmod', '600', '.env']),
        {
          repair: { type: 'protect-env' },
        },
      );
    if ((await isInRepository(dir)) && !(await isIgnoredByGit(dir, '.env')))
      return finding(
        'campaign',
        'env_file',
        '.gitignore does not cover .env, which holds secrets.',
        `${shellCommand(['echo', '.env'])} >> .gitignore`,
      );
    return fine('campaign', 'env_file', 'Only you can read .env, and git leaves it out.');
  } catch (error) {
    return findingOf({ area: 'campaign', name: 'env_file' }, error);
  }
}

async function checkLockFile(path: string): Promise<Check> {
  let lock: Awaited<ReturnType<typeof inspectLock>>;
  try {
    lock = await inspectLock(path);
  } catch (error) {
    return findingOf({ area: 'campaign', name: 'lock' }, error);
  }
  if (lock === null) return fine('campaign', 'lock', 'No other prank is at work here.');
  const { holder, stale } = lock;
  const who =
    holder === null
      ? 'a prank that can not be told'
      : `prank ${printable(holder.command, 40)}, process ${holder.pid} on ${printable(holder.host, 60)}, since ${printable(holder.startedAt, 40)}`;
  if (!stale) return unseen('campaign', 'lock', `${who}, is at work here.`);
  return finding('campaign', 'lock', `A lock was left behind by ${who}.`, prankCommand('doctor', '--repair'), {
    repair: { type: 'take-over-lock' },
  });
}

async function checkLeftovers(folders: string[], nowMs: number): Promise<Check> {
  let paths: string[];
  try {
    paths = await listLeftovers([...new Set(folders)], nowMs);
  } catch (error) {
    return findingOf({ area: 'campaign', name: 'leftovers' }, error);
  }
  if (paths.length === 0) return fine('campaign', 'leftovers', 'No killed write left a file behind.');
  const what = `${countOf(paths.length, 'temporary file')} of killed writes are left: ${printable(paths[0] ?? '', 200)}`;
  return finding('campaign', 'leftovers', `${what}.`, prankCommand('doctor', '--repair'), {
    repair: { type: 'remove-leftovers', paths },
  });
}

/** The finding about a prank.yaml that can't be loaded. */
export function configFinding(error: unknown): Check {
  if (error instanceof PrankError && error.code === 'config_missing') {
    return finding(
      'campaign',
      'config',
      'There is no prank.yaml here, so only machine and token are looked at.',
      error.hint,
    );
  }
  return findingOf({ area: 'campaign', name: 'config' }, error);
}
