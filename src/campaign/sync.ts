import type { Connection } from '../argilla/connection.ts';
import { buildFiles } from '../build/build-files.ts';
import { findLock } from '../build/lock/lock.ts';
import { campaignPaths } from '../folder/campaign-paths.ts';
import { PartialError, type PrankError, RemoteError, UnsafeError, UsageError } from '../lib/errors.ts';
import { isPresent } from '../lib/files/read-text.ts';
import { isoNow } from '../lib/time.ts';
import type { Emit } from '../model.ts';
import { withoutRepeatedWarnings } from './server/repeated-warnings.ts';
import { currentResponses } from '../ratings/current-view.ts';
import { countHeld } from '../ratings/places.ts';
import { listLogFiles } from '../ratings/log-folder.ts';
import { build } from './build.ts';
import type { OpenCampaign } from './open/types.ts';
import { builtPathsOf, promptsPathFor } from './backup/snapshot.ts';
import { restoreBuild } from './backup/restore-build.ts';
import { publish } from './publish.ts';
import type { PublishResult } from './publish/types.ts';
import { IncompletePullError, pull, type PullResult } from './pull.ts';
import { push, type PushResult } from './push.ts';
import { openBackedUp } from './backup/open-backup.ts';
import { type Drift, findDrift } from './sync/drift.ts';
import { findSettled, recordSync } from './sync/record.ts';
import {
  fingerprint,
  isFullPullDue,
  isReleaseDue,
  readSyncState,
  type SyncState,
  writeSyncState,
} from './sync/state.ts';

export interface SyncOptions {
  dryRun?: boolean;
  /**
   * Read the whole server and compare everything, even if the clocks say that nothing happened. This is done once a day
   * anyway.
   */
  full?: boolean;
  /** Folder of the release; `.prank/release` of the campaign unless given. */
  dir?: string;
}

export interface SyncResult {
  /** Whether an answer came in, a prompt went out, or the release changed. */
  changed: boolean;
  pull: PullResult;
  /** null = nothing has changed since the last complete sync, so this step was skipped. */
  push: PushResult | null;
  /** null = the same, or prank.yaml has no publish section, or nobody has answered yet. */
  publish: PublishResult | null;
  /** What is no longer as prank.yaml says, because somebody changed it on the server. */
  drift: Drift[];
}

/**
 * One round of a running campaign: pull, backup, next wave, ranking, release. Each step finds out by itself what an
 * interrupted round left to do, so a round may end anywhere. If a remote fails in one step, the others still run; at
 * the end, throws SyncIncompleteError with their results.
 */
export async function sync(
  campaign: OpenCampaign,
  { dryRun = false, full = false, dir = campaignPaths.release(campaign.dir) }: SyncOptions = {},
  emit: Emit = campaign.emit,
): Promise<SyncResult> {
  return campaign.withLock(
    'sync',
    () =>
      campaign.withConnection({ dryRun }, (connection) => syncOnce(campaign, connection, { dryRun, full, dir }, emit)),
    { readOnly: dryRun },
  );
}

async function syncOnce(
  campaign: OpenCampaign,
  connection: Connection,
  options: Required<SyncOptions>,
  emitAll: Emit,
): Promise<SyncResult> {
  const { dryRun, dir } = options;
  // Each step looks for the dataset, and warns if it was renamed.
  const emit = withoutRepeatedWarnings(emitAll);
  const locked = await readLocked(campaign);
  const settled = options.full ? null : await findSettled(campaign, connection, locked, emit);
  if (settled !== null) return nothingChanged(nothingNew(settled), settled.drift, emit);

  const failures: PrankError[] = [];
  const last = await readSyncState(campaignPaths.syncState(campaign.dir));
  if (!dryRun) await ensurePrompts(campaign, locked, emit);
  const startedAt = isoNow(campaign.clock);
  const full = options.full || isFullPullDue(last, startedAt);
  const pulled = await pullAll(campaign, { dryRun, full }, failures, emit);
  const isComplete = failures.length === 0;
  const isWaiting = last === null || isReleaseDue(last, startedAt);
  if (isComplete && pulled.unchanged && !isWaiting && last.fingerprint === (await fingerprintHere(campaign))) {
    return nothingChanged(pulled, last.drift, emit);
  }

  if (!dryRun) await followNewerBuild(campaign, locked, emit);
  const drift = (await attempt(failures, () => lookForDrift(campaign, connection, failures, emit))) ?? [];
  const isBlocked = drift.some(({ blocks }) => blocks);
  const pushed = isBlocked ? null : await attempt(failures, () => push(campaign, { dryRun }, emit));
  const published = await attempt(failures, () => publishIfPossible(campaign, { dryRun, dir }, emit));
  const changed = hasChanged(pulled, pushed, published);
  const result = { changed, pull: pulled, push: pushed, publish: published, drift };
  const [failure] = failures;
  if (failure !== undefined) {
    if (!dryRun && last !== null) await forgetSettled(campaign, last);
    throw new SyncIncompleteError(failure, failures, result);
  }
  if (!dryRun) {
    const fullPullAt = pulled.unchanged && last !== null ? last.fullPullAt : startedAt;
    await remember(campaign, pulled, { fullPullAt, drift, releaseDueAt: published?.held?.until ?? null }, emit);
  }
  return result;
}

/** Drift is reported by every sync, even if nothing else happened. */
function nothingChanged(pulled: PullResult, drift: Drift[], emit: Emit): SyncResult {
  warnOfDrift(drift, emit);
  return { changed: false, pull: pulled, push: null, publish: null, drift };
}

/** If the campaign can't go on as prank.yaml describes it, this becomes a failure; answers are saved all the same. */
async function lookForDrift(
  campaign: OpenCampaign,
  connection: Connection,
  failures: PrankError[],
  emit: Emit,
): Promise<Drift[]> {
  const state = await campaign.log.readState();
  if (state === null) return [];
  const drift = await findDrift(campaign, connection, { datasetId: state.datasetId, log: await campaign.log.read() });
  warnOfDrift(
    drift.filter(({ blocks }) => !blocks),
    emit,
  );
  for (const { what, why, fix } of drift.filter(({ blocks }) => blocks))
    failures.push(new UnsafeError('deploy_refused', `${what} ${why}.`, { hint: fix }));
  return drift;
}

function warnOfDrift(drift: readonly Drift[], emit: Emit): void {
  for (const { what, why, fix } of drift)
    emit({ type: 'warning', text: `No longer as prank.yaml says: ${what} (${why}). To change it back: ${fix}` });
}

/**
 * If the Hub can't take a backup now, the next pull makes up for it: the answers are in the log here, and on the
 * server.
 */
async function pullAll(
  campaign: OpenCampaign,
  options: { dryRun: boolean; full: boolean },
  failures: PrankError[],
  emit: Emit,
): Promise<PullResult> {
  try {
    return await pull(campaign, options, emit);
  } catch (error) {
    if (!(error instanceof IncompletePullError)) throw error;
    failures.push(error);
    return error.result;
  }
}

/**
 * A failure of a remote may be over in an hour, and a text or a setting that somebody changed concerns one step, so the
 * round goes on. Any other error that a person must fix ends the round.
 */
async function attempt<T>(failures: PrankError[], step: () => Promise<T>): Promise<T | null> {
  try {
    return await step();
  } catch (error) {
    const isForLater = error instanceof RemoteError || error instanceof PartialError;
    const isOneStep =
      (error instanceof UnsafeError && error.code === 'answered_text_changed') ||
      (error instanceof UsageError && error.code === 'not_deployed');
    if (!isForLater && !isOneStep) throw error;
    failures.push(error);
    return null;
  }
}

/**
 * null if prank.yaml has no publish section, or there is nothing to release yet: that a campaign has just begun is no
 * failure.
 */
async function publishIfPossible(
  campaign: OpenCampaign,
  options: { dryRun: boolean; dir: string },
  emit: Emit,
): Promise<PublishResult | null> {
  if (campaign.publish === null) return null;
  try {
    return await publish(campaign, { ...options, unattended: true }, emit);
  } catch (error) {
    if (error instanceof UsageError && error.code === 'nothing_to_release') return null;
    throw error;
  }
}

function nothingNew({ total, raters, unmatched, mismatched }: SyncState): PullResult {
  return { new: 0, changed: 0, deleted: 0, total, raters, unmatched, mismatched, unchanged: true, backup: null };
}

function hasChanged(pulled: PullResult, pushed: PushResult | null, published: PublishResult | null): boolean {
  const answers = pulled.new + pulled.changed + pulled.deleted;
  const records = pushed === null ? 0 : pushed.added + pushed.updated + pushed.removed;
  return answers + records > 0 || published?.changed === true || published?.dashboard.space?.changed === true;
}

/** The path in a backup of the prompts that prank.lock.json names; null = there is no lock. */
async function readLocked({ dir }: OpenCampaign): Promise<string | null> {
  const lock = await findLock(buildFiles(dir).lock);
  return lock === null ? null : promptsPathFor(lock.prompts.sha256);
}

/**
 * Gets the prompts before anything is uploaded. If the folder has none, or others than prank.lock.json names, they come
 * from the backup; if there are none anywhere, from a build. Throws UnsafeError `prompts_differ` if these are others,
 * too.
 */
async function ensurePrompts(campaign: OpenCampaign, locked: string | null, emit: Emit): Promise<void> {
  const isMeant = (prompts: string | null): boolean => prompts !== null && (locked === null || prompts === locked);
  const here = (await builtPathsOf(campaign.dir)).prompts;
  if (isMeant(here)) return;
  if (here === null && (await isPresent(campaignPaths.prompts(campaign.dir)))) {
    emit({ type: 'warning', text: 'The prompts or the manifest of their build are damaged here; they are replaced.' });
  }
  const opened = await openBackedUp(campaign, emit);
  const there = opened?.view.manifest?.current.prompts ?? null;
  if (opened !== null && isMeant(there)) return restoreBuild(opened.target, opened.view);
  if (here !== null || there !== null) throw promptsDiffer();
  emit({ type: 'info', text: 'Neither this folder nor a backup has the prompts: building them.' });
  // A build writes a new lock, so the sources are first checked against the old one.
  if (locked !== null) await build(campaign, { mode: 'check' }, emit);
  await build(campaign, {}, emit);
  if (!isMeant((await builtPathsOf(campaign.dir)).prompts)) throw promptsDiffer();
}

/** Replaces our prompts if a pull found newer ones in the backup, which another machine built after ours. */
async function followNewerBuild(campaign: OpenCampaign, locked: string | null, emit: Emit): Promise<void> {
  const current = (await campaign.log.readState())?.backup?.current.prompts ?? null;
  if (current === null || current === (await builtPathsOf(campaign.dir)).prompts) return;
  if (locked !== null && locked !== current) throw promptsDiffer();
  const opened = await openBackedUp(campaign, emit);
  if (opened === null) return;
  emit({ type: 'info', text: 'Another machine built the prompts again; taking them from the backup.' });
  await restoreBuild(opened.target, opened.view);
}

/** Going on would take the campaign back to an older build, or on to one that nobody has checked. */
function promptsDiffer(): UnsafeError {
  return new UnsafeError('prompts_differ', 'The prompts of this campaign are not those that prank.lock.json names.');
}

async function fingerprintHere(campaign: OpenCampaign): Promise<string> {
  const built = await builtPathsOf(campaign.dir);
  const log = await listLogFiles(campaignPaths.ratings(campaign.dir));
  return fingerprint({ campaign: campaign.written, version: campaign.version, ...built, log });
}

async function remember(
  campaign: OpenCampaign,
  pulled: PullResult,
  { fullPullAt, drift, releaseDueAt }: Pick<SyncState, 'fullPullAt' | 'drift' | 'releaseDueAt'>,
  emit: Emit,
): Promise<void> {
  const guard = await campaign.log.readState();
  if (guard === null) return;
  const { lastActivityAt, updatedAt } = guard;
  const { total, raters, unmatched, mismatched } = pulled;
  const seen = await fingerprintHere(campaign);
  const held = countHeld(currentResponses(await campaign.log.read()).values(), guard.datasetId, guard.lost);
  const state = {
    fingerprint: seen,
    fullPullAt,
    lastActivityAt,
    updatedAt,
    total,
    raters,
    unmatched,
    mismatched,
    held,
    drift,
    releaseDueAt,
  };
  await writeSyncState(campaignPaths.syncState(campaign.dir), state);
  await recordSync(campaign, state, emit);
}

/** The next sync must not take an earlier complete one for the state of things. */
async function forgetSettled({ dir }: OpenCampaign, last: SyncState): Promise<void> {
  await writeSyncState(campaignPaths.syncState(dir), { ...last, fingerprint: '' });
}

/** A part of a sync failed. The others ran. */
export class SyncIncompleteError extends PartialError {
  readonly result: SyncResult;
  readonly failures: { code: string; message: string }[];

  constructor(first: PrankError, all: readonly PrankError[], result: SyncResult) {
    const failures = all.map(({ code, message }) => ({ code, message }));
    super(
      'sync_incomplete',
      ['Part of the sync is left for the next one:', ...failures.map(({ message }) => `  ${message}`)].join('\n'),
      { hint: first.hint, details: { ...result, failures }, cause: first },
    );
    this.result = result;
    this.failures = failures;
  }
}
