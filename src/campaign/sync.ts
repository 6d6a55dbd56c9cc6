import { PartialError, type PrankError, RemoteError, UnsafeError, UsageError } from '../lib/errors.ts';
import type { Campaign, Emit } from '../model.ts';
import { listLogFiles } from '../ratings/log-folder.ts';
import type { BackupPorts } from './backup/repository.ts';
import { builtPathsOf, promptsPathFor } from './backup/snapshot.ts';
import { restoreBuild } from './backup/restore-build.ts';
import { publish } from './publish.ts';
import type { PublishPorts, PublishResult } from './publish/types.ts';
import { IncompletePullError, pull, type PullPorts, type PullResult } from './pull.ts';
import { push, type PushPorts, type PushResult } from './push.ts';
import { openBackedUp } from './backup/open-backup.ts';
import { findSettled, recordSync } from './sync/record.ts';
import { fingerprint, isFullPullDue, type SyncState } from './sync/state.ts';

export interface SyncPorts {
  pull: PullPorts & { backup: BackupPorts };
  push: PushPorts;
  publish: PublishPorts;
  /** What the last complete sync of this machine left; null = there was none, or it can't be read. */
  state: { read: () => Promise<SyncState | null>; write: (state: SyncState) => Promise<void> };
  /** Makes the prompts from their sources; throws when they are not those that prank.lock.json names. */
  build: () => Promise<void>;
  /** SHA-256 of prompts.parquet by prank.lock.json; null = there is no lock. */
  lockedPrompts: () => Promise<string | null>;
  /** Of prank. */
  version: string;
}

export interface SyncOptions {
  dryRun: boolean;
  /** Read the whole server and compare everything, whatever the clocks say; once a day it is done anyway. */
  full: boolean;
  /** Folder of the release. */
  dir: string;
}

export interface SyncResult {
  /** Whether an answer came, a prompt went out, or the release changed. */
  changed: boolean;
  pull: PullResult;
  /** null = nothing has changed since the last complete sync, so it was not looked at. */
  push: PushResult | null;
  /** null = the same, or prank.yaml does not say how to publish, or nobody has answered yet. */
  publish: PublishResult | null;
}

/**
 * One round of a running campaign: pull, backup, next wave, ranking, release. Each step finds by itself what is left of a
 * round that was cut, so it may end anywhere. What a remote refuses now does not keep the other steps: throws
 * PartialError `sync_incomplete` with their results at the end.
 */
export async function sync(
  campaign: Campaign,
  ports: SyncPorts,
  options: SyncOptions,
  emit: Emit,
): Promise<SyncResult> {
  const locked = await readLocked(ports);
  const settled = options.full ? null : await findSettled(campaign, ports.pull, { version: ports.version, locked });
  if (settled !== null) return { changed: false, pull: nothingNew(settled), push: null, publish: null };

  const failures: PrankError[] = [];
  const last = await ports.state.read();
  if (!options.dryRun) await ensurePrompts(campaign, ports, locked, emit);
  const startedAt = ports.pull.now();
  const full = options.full || isFullPullDue(last, startedAt);
  const pulled = await pullAll(campaign, ports, { ...options, full }, failures, emit);
  const isComplete = failures.length === 0;
  if (isComplete && pulled.unchanged && last?.fingerprint === (await fingerprintHere(campaign, ports))) {
    return { changed: false, pull: pulled, push: null, publish: null };
  }

  const { dryRun, dir } = options;
  if (!dryRun) await followNewerBuild(campaign, ports, locked, emit);
  const pushed = await attempt(failures, () => push(campaign, ports.push, { dryRun, prune: false }, emit));
  const published = await attempt(failures, () => publishIfPossible(campaign, ports, { dryRun, dir }, emit));
  const result = { changed: hasChanged(pulled, pushed, published), pull: pulled, push: pushed, publish: published };
  const [failure] = failures;
  if (failure !== undefined) throw syncIncomplete(failure, failures, result);
  if (!dryRun) await remember(campaign, ports, pulled, pulled.unchanged && last !== null ? last.fullPullAt : startedAt);
  return result;
}

/** A backup that the Hub can't take now is made up for by the next pull: the answers are in the log here, and on the server. */
async function pullAll(
  campaign: Campaign,
  ports: SyncPorts,
  { dryRun, full }: SyncOptions,
  failures: PrankError[],
  emit: Emit,
): Promise<PullResult> {
  try {
    return await pull(campaign, ports.pull, { dryRun, full, newDataset: false }, emit);
  } catch (error) {
    if (!(error instanceof IncompletePullError)) throw error;
    failures.push(error);
    return error.result;
  }
}

/** What failed for others may work in an hour; what a person has to decide ends the round. */
async function attempt<T>(failures: PrankError[], step: () => Promise<T>): Promise<T | null> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof RemoteError || error instanceof PartialError)) throw error;
    failures.push(error);
    return null;
  }
}

/** null when prank.yaml does not say how, or there is nothing to release yet: a campaign that has just begun is no failure. */
async function publishIfPossible(
  campaign: Campaign,
  ports: SyncPorts,
  options: Pick<SyncOptions, 'dryRun' | 'dir'>,
  emit: Emit,
): Promise<PublishResult | null> {
  if (campaign.publish === null) return null;
  try {
    return await publish(campaign, ports.publish, { ...options, upload: true }, emit);
  } catch (error) {
    if (error instanceof UsageError && error.code === 'nothing_to_release') return null;
    throw error;
  }
}

function nothingNew({ total, raters }: SyncState): PullResult {
  return { new: 0, changed: 0, deleted: 0, total, raters, unchanged: true, backup: null };
}

function hasChanged(pulled: PullResult, pushed: PushResult | null, published: PublishResult | null): boolean {
  const answers = pulled.new + pulled.changed + pulled.deleted;
  const records = pushed === null ? 0 : pushed.added + pushed.updated + pushed.removed;
  return answers + records > 0 || published?.changed === true || published?.dashboard.space?.changed === true;
}

/** The path in a backup of the prompts that prank.lock.json names; null = there is no lock. */
async function readLocked({ lockedPrompts }: SyncPorts): Promise<string | null> {
  const sha256 = await lockedPrompts();
  return sha256 === null ? null : promptsPathFor(sha256);
}

/**
 * Before anything is brought anywhere: where the folder has no prompts, or others than prank.lock.json names, they come
 * from the backup; where nobody has any, from a build. Throws UnsafeError `prompts_differ` when these are others, too.
 */
async function ensurePrompts(campaign: Campaign, ports: SyncPorts, locked: string | null, emit: Emit): Promise<void> {
  const { backup } = ports.pull;
  const isMeant = (prompts: string | null): boolean => prompts !== null && (locked === null || prompts === locked);
  const here = (await builtPathsOf(backup)).prompts;
  if (isMeant(here)) return;
  const opened = await openBackedUp(campaign, backup);
  const there = opened?.view.manifest?.current.prompts ?? null;
  if (opened !== null && isMeant(there)) return restoreBuild(opened.target, opened.view);
  if (here !== null || there !== null) throw promptsDiffer();
  emit({ type: 'info', text: 'Neither this folder nor a backup has the prompts: building them.' });
  await ports.build();
  if (!isMeant((await builtPathsOf(backup)).prompts)) throw promptsDiffer();
}

/** A pull that found prompts in the backup which another machine built after ours has left ours behind. */
async function followNewerBuild(
  campaign: Campaign,
  ports: SyncPorts,
  locked: string | null,
  emit: Emit,
): Promise<void> {
  const { backup, log } = ports.pull;
  const current = (await log.readState())?.backup?.current.prompts ?? null;
  if (current === null || current === (await builtPathsOf(backup)).prompts) return;
  if (locked !== null && locked !== current) throw promptsDiffer();
  const opened = await openBackedUp(campaign, backup);
  if (opened === null) return;
  emit({ type: 'info', text: 'Another machine built the prompts anew; taking them from the backup.' });
  await restoreBuild(opened.target, opened.view);
}

/** Going on would take the campaign back to an older build, or on to one that nobody has looked at. */
function promptsDiffer(): UnsafeError {
  return new UnsafeError('prompts_differ', 'The prompts of this campaign are not those that prank.lock.json names.');
}

async function fingerprintHere(campaign: Campaign, { pull: { backup }, version }: SyncPorts): Promise<string> {
  const built = await builtPathsOf(backup);
  return fingerprint({ campaign, version, ...built, log: await listLogFiles(backup.logDir) });
}

async function remember(campaign: Campaign, ports: SyncPorts, pulled: PullResult, fullPullAt: string): Promise<void> {
  const guard = await ports.pull.log.readState();
  if (guard === null) return;
  const { lastActivityAt, updatedAt } = guard;
  const { total, raters } = pulled;
  const seen = await fingerprintHere(campaign, ports);
  const state = { fingerprint: seen, fullPullAt, lastActivityAt, updatedAt, total, raters };
  await ports.state.write(state);
  await recordSync(campaign, ports.pull, state);
}

function syncIncomplete(first: PrankError, failures: readonly PrankError[], result: SyncResult): PartialError {
  return new PartialError(
    'sync_incomplete',
    ['Part of the sync is left for the next one:', ...failures.map(({ message }) => `  ${message}`)].join('\n'),
    {
      hint: first.hint,
      details: { ...result, failures: failures.map(({ code, message }) => ({ code, message })) },
      cause: first,
    },
  );
}
