import type { Connection } from '../../argilla/connection.ts';
import type { ArgillaUser } from '../../argilla/wire.ts';
import { type Account, findRefusal, getAccount } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { PartialError, PermissionError, type PrankError, RemoteError } from '../../lib/errors.ts';
import type { Emit } from '../../model.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import type { BackupState, PullState } from '../../ratings/pull-state.ts';
import type { RecordSnapshot } from '../../ratings/records-snapshot.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { OpenCampaign } from '../open/types.ts';
import { backUp, type BackupWork } from './back-up.ts';
import type { Manifest } from './manifest.ts';
import { assertSameHistory } from './missing-events.ts';
import { logPath } from './plan.ts';
import { type BackupTarget, type BackupView, openBackupTarget, readBackup } from './repository.ts';
import { builtPathsOf, joinBuiltPaths, readServer } from './snapshot.ts';
import { joinBackup } from './join.ts';
import type { LocatedDataset } from '../server/locate-dataset.ts';

/** The backup during a command; `failure` = the Hub can't be reached, and the command goes on without it. */
export type OpenBackup = { work: BackupWork; failure: null } | { work: null; failure: PrankError };

/**
 * Opens and joins the campaign's backup; null = prank.yaml names none. Makes one call if nothing changed there. If
 * nothing was pulled here yet, the Hub must respond: only the backup can show whether the server was reset.
 */
export async function openBackup(
  campaign: OpenCampaign,
  last: PullState | null,
  { dryRun }: { dryRun: boolean },
  emit: Emit,
): Promise<OpenBackup | null> {
  const name = campaign.publish?.backup ?? null;
  const seen = name !== null && last?.backup?.dataset === name ? last.backup : null;
  try {
    const target = await openBackupTarget(campaign, emit);
    if (target === null) return null;
    const view = await readBackup(target, seen);
    if (seen === null) await assertSameHistory(target, view);
    const forgotten = dryRun ? [] : await joinBackup(target, view, seen?.forgotten ?? [], emit);
    return {
      work: { target, view, forgotten, before: findCurrent(view.manifest, last), base: seen?.current ?? null },
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof RemoteError) || last === null) throw error;
    return { work: null, failure: error };
  }
}

/** The backup as it is now on the Hub, with its newest run; null = prank.yaml names none. */
export async function openBackedUp(
  campaign: OpenCampaign,
  emit: Emit,
): Promise<{ target: BackupTarget; view: BackupView } | null> {
  const target = await openBackupTarget(campaign, emit);
  return target === null ? null : { target, view: await readBackup(target, null) };
}

/** The newest run in the backup; null = prank.yaml names no backup, or the backup is empty. */
export async function readManifest(campaign: OpenCampaign, emit: Emit): Promise<Manifest | null> {
  return (await openBackedUp(campaign, emit))?.view.manifest ?? null;
}

/** The newest run if it was read; otherwise the one that was seen last. */
function findCurrent(manifest: Manifest | null, last: PullState | null): BackupWork['before'] {
  if (manifest !== null) return { datasetId: manifest.server.datasetId, current: manifest.current };
  return last?.backup == null ? null : { datasetId: last.datasetId, current: last.backup.current };
}

/** Whether the backup has everything that is here, according to the last pull and this view of the backup. */
export async function isBackedUp({ work }: OpenBackup, last: PullState | null): Promise<boolean> {
  const backup = last?.backup ?? null;
  if (backup === null) return false;
  // Without the Hub nothing can be uploaded anyway, and nothing was waiting.
  if (work === null) return true;
  const { target, view } = work;
  const built = joinBuiltPaths(await builtPathsOf(target.campaign.dir), backup.current, backup.current);
  return (
    view.commit === backup.commit &&
    target.repository.name === backup.dataset &&
    built.prompts === backup.current.prompts &&
    built.build === backup.current.build &&
    (await listLogFiles(campaignPaths.ratings(target.campaign.dir))).every((name) => view.files.has(logPath(name)))
  );
}

export interface PulledServer {
  located: LocatedDataset;
  snapshots: RecordSnapshot[];
  users: ArgillaUser[];
  /** Ids of the raters who have current answers. */
  answered: ReadonlySet<string>;
  lost: number;
  /** Ids of the prompts whose records were deleted on the server. */
  removed: string[];
  now: string;
  restoredFrom: string | null;
}

export interface SavedBackup {
  state: BackupState | null;
  commit: string | null;
  joined: boolean;
  failure: PrankError | null;
}

/**
 * Backs up what was pulled. If the Hub can't take it now, nothing is lost: the error is returned as `failure`, and the
 * next pull tries again.
 */
export async function saveBackup(
  campaign: OpenCampaign,
  connection: Connection,
  backup: OpenBackup | null,
  pulled: PulledServer,
  emit: Emit,
): Promise<SavedBackup> {
  const none = { state: null, commit: null, joined: false };
  if (backup === null) return { ...none, failure: null };
  if (backup.work === null) return { ...none, failure: backup.failure };
  const { located, lost, removed, now, restoredFrom } = pulled;
  const snapshot = await readServer(connection, located, campaign.task, pulled);
  try {
    const run = { campaign: campaign.name, snapshot, lost, removed, now, restoredFrom };
    return { ...(await backUp(backup.work, run, emit)), failure: null };
  } catch (error) {
    if (error instanceof PermissionError) return { ...none, failure: await explainRefusal(error, backup.work.target) };
    if (error instanceof RemoteError) return { ...none, failure: error };
    throw error;
  }
}

/** null = the Hub does not say. */
async function findAccount(hub: HubConnection): Promise<Account | null> {
  try {
    return await getAccount(hub);
  } catch {
    return null;
  }
}

/** Says which right is missing at which place: the Hub's own words name neither. */
async function explainRefusal(
  error: PermissionError,
  { hub, repository: { name } }: BackupTarget,
): Promise<PermissionError> {
  // The Hub's answer on a commit, not our own check before the backup is made.
  if (error.code !== 'hub_not_allowed' || error.details === undefined) return error;
  const [owner, repository] = splitName(name);
  const account = await findAccount(hub);
  const why =
    account === null ? null : findRefusal(account, { owner, type: 'dataset', name: repository, create: false });
  const reason = why === null ? error.message : `${why}.`;
  return new PermissionError('hub_not_allowed', `The token may not write to the backup ${name}: ${reason}`, {
    details: error.details,
    cause: error,
  });
}

/** Thrown by a command that has done its own work but could not back it up. */
export class BackupIncompleteError extends PartialError {
  constructor(failure: PrankError, details: object) {
    super(
      'backup_incomplete',
      `The answers are safe in the ratings log here, but the backup lacks them: ${failure.message}`,
      {
        hint: failure.hint,
        details,
        cause: failure,
      },
    );
  }
}
