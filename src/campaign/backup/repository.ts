import { join } from 'node:path';
import { findRefusal, getAccount } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { downloadFile } from '../../hub/repos/download.ts';
import { listFiles, readRemoteFile } from '../../hub/repos/files.ts';
import {
  createDatasetRepository,
  findRepository,
  type Repository,
  type RepositoryInfo,
  splitName,
} from '../../hub/repos/repositories.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { PermissionError, UnsafeError } from '../../lib/errors.ts';
import type { Emit } from '../../model.ts';
import { isLogFileName, listLogFiles } from '../../ratings/log-folder.ts';
import type { BackupState } from '../../ratings/pull-state.ts';
import type { OpenCampaign } from '../open/types.ts';
import { assertOwnBackup, type BackupPlace } from './owner.ts';
import { type Manifest, newestManifest, parseManifest } from './manifest.ts';
import { logNames, logPath } from './plan.ts';

export interface BackupTarget {
  hub: HubConnection;
  repository: Repository;
  campaign: OpenCampaign;
  /** Receives the progress of uploads and downloads. */
  emit: Emit;
}

/** The campaign's backup on the Hub; null = prank.yaml names none. */
export async function openBackupTarget(campaign: OpenCampaign, emit: Emit): Promise<BackupTarget | null> {
  const name = campaign.publish?.backup ?? null;
  if (name === null) return null;
  const hub = await campaign.openHub({ resource: `datasets/${name}` });
  return { hub, repository: { type: 'dataset', name }, campaign, emit };
}

/** 8 random hex digits, so that two machines never choose the same path. */
export function randomSuffix({ random }: OpenCampaign): string {
  return random(4).toString('hex');
}

/** What the backup holds at one commit. */
export interface BackupView {
  /** null = there is no backup yet. */
  commit: string | null;
  files: ReadonlySet<string>;
  /** The newest run; null = none yet, or `last` has seen it. */
  manifest: Manifest | null;
}

/**
 * Reads the backup's head in one call, and the newest run unless `last` has seen this commit. Throws UnsafeError
 * `backup_is_public`: nothing is ever uploaded to a public dataset; and `backup_of_other_campaign`.
 */
export async function readBackup(target: BackupTarget, last: BackupState | null): Promise<BackupView> {
  const { repository } = target;
  const head = await findBackup(target);
  if (head === null) return { commit: null, files: new Set(), manifest: null };
  const view = { commit: head.commit, files: new Set(head.files), manifest: null };
  const path = newestManifest(head.files);
  const isSeen = last?.dataset === repository.name && last.commit === head.commit;
  if (path === null || isSeen) return view;
  return { ...view, manifest: parseManifest(await readBackupFile(target, view, path), placeOf(target, path)) };
}

/**
 * The backup's head; null = there is no backup yet. Throws UnsafeError `backup_is_public`, and
 * `backup_of_other_campaign` before anything of it is read.
 */
export async function findBackup(place: BackupPlace): Promise<RepositoryInfo | null> {
  const { hub, repository } = place;
  const head = await findRepository(hub, repository);
  if (head === null) return null;
  if (head.private !== false) {
    await assertOwnBackup(place, head, place.campaign);
    return head;
  }
  throw new UnsafeError(
    'backup_is_public',
    `The dataset ${repository.name} is public, and a backup names the raters.`,
    {
      hint: `Make it private at ${hub.endpoint}/datasets/${repository.name}/settings, or name another one in publish.backup.`,
    },
  );
}

/**
 * Creates the private dataset. Throws PermissionError `hub_not_allowed` before anything is created if the token may not
 * create it, and RemoteError `hub_not_created`.
 */
export async function createBackup({ hub, repository }: Omit<BackupPlace, 'campaign'>): Promise<void> {
  const [owner, name] = splitName(repository.name);
  const why = findRefusal(await getAccount(hub), { owner, type: 'dataset', name, create: true });
  if (why !== null) throw new PermissionError('hub_not_allowed', `${repository.name} can't be made: ${why}.`);
  await createDatasetRepository(hub, repository.name, { private: true });
}

/** Reads a small file of the backup. */
export async function readBackupFile(
  { hub, repository }: BackupTarget,
  { commit }: Pick<BackupView, 'commit'>,
  path: string,
): Promise<Buffer | null> {
  return commit === null ? null : readRemoteFile(hub, repository, { commit, path });
}

/** Downloads files of the backup: path there → path here. Each is checked against its hash. */
export async function downloadFromBackup(
  { hub, repository, emit }: BackupTarget,
  { commit }: Pick<BackupView, 'commit'>,
  wanted: ReadonlyMap<string, string>,
): Promise<void> {
  if (commit === null || wanted.size === 0) return;
  let done = 0;
  for (const file of await listFiles(hub, repository, commit)) {
    const to = wanted.get(file.path);
    if (to === undefined) continue;
    emit({ type: 'progress', task: 'fetching the backup', done, total: wanted.size });
    await downloadFile(hub, repository, { commit, file, to });
    done += 1;
  }
}

/** Downloads the log files that are only in the backup into a folder, and returns their names. */
export async function downloadMissingLog(target: BackupTarget, view: BackupView, to: string): Promise<string[]> {
  const here = new Set(await listLogFiles(campaignPaths.ratings(target.campaign.dir)));
  const missing = logNames(view.files).filter((name) => isLogFileName(name) && !here.has(name));
  await downloadFromBackup(target, view, new Map(missing.map((name) => [logPath(name), join(to, name)])));
  return missing;
}

/** The name of a backup file in messages. */
export function placeOf({ repository }: BackupTarget, path: string): string {
  return `${path} of ${repository.name}`;
}
