import { commitFiles } from '../../hub/repos/commit.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { retryOnMovedBranch } from '../../hub/retry-on-moved-branch.ts';
import { prepareFiles } from '../../hub/repos/preupload.ts';
import type { Repository, RepositoryInfo } from '../../hub/repos/repositories.ts';
import { RemoteError } from '../../lib/errors.ts';
import { type BackupPlace, ownerPath, renderOwner } from '../backup/owner.ts';
import type { OpenCampaign } from '../open/types.ts';
import { createBackup, findBackup } from '../backup/repository.ts';
import type { Step } from '../../model.ts';
import { placeProgram, backupFolder, type StoredProgram } from './job.ts';

const maxRounds = 6;

/** The backup that holds the program. */
export interface ProgramPlace {
  hub: HubConnection;
  campaign: OpenCampaign;
  /** Dataset, `owner/name`. */
  backup: string;
}

/** Looks for this program in the backup. Throws UnsafeError `backup_is_public`, `backup_of_other_campaign`. */
export async function findProgram({ hub, campaign, backup }: ProgramPlace, bytes: Buffer): Promise<StoredProgram> {
  const place = placeProgram(bytes);
  const head = await findBackup({ hub, repository: datasetOf(backup), campaign });
  return { ...place, commit: head?.files.includes(place.path) === true ? head.commit : null };
}

/** What storing the program does, in words for people. */
export function describeStorage(backup: string, { commit }: StoredProgram): Step {
  const target = `program in ${backup}`;
  return commit === null
    ? { action: 'create', target, why: 'what the job installs' }
    : { action: 'keep', target, why: 'is this program' };
}

/** Stores the program in the backup, in one commit that removes earlier ones; creates the backup if there is none. */
export async function storeProgram(
  { hub, campaign, backup }: ProgramPlace,
  bytes: Buffer,
): Promise<StoredProgram & { commit: string }> {
  const repository = datasetOf(backup);
  const there = { hub, repository, campaign };
  const place = placeProgram(bytes);
  const attempt = async (): Promise<StoredProgram & { commit: string }> => {
    const head = (await findBackup(there)) ?? (await makeBackup(there));
    if (head.files.includes(place.path)) return { ...place, commit: head.commit };
    const owner = ownerPath(campaign.id);
    const mark = head.files.includes(owner) ? [] : [{ path: owner, source: renderOwner(campaign.id) }];
    const add = await prepareFiles(hub, repository, [{ path: place.path, source: bytes }, ...mark]);
    const remove = head.files.filter((path) => path.startsWith(backupFolder));
    const change = { parent: head.commit, summary: 'Store the program of the scheduled job', description: '' };
    return { ...place, commit: await commitFiles(hub, repository, { ...change, add, remove }) };
  };
  // A pull may write to the backup meanwhile.
  return retryOnMovedBranch(attempt, { maxRounds });
}

async function makeBackup(there: BackupPlace): Promise<RepositoryInfo> {
  await createBackup(there);
  const head = await findBackup(there);
  if (head === null) throw new RemoteError('hub_not_created', `The Hub did not create ${there.repository.name}.`);
  return head;
}

function datasetOf(name: string): Repository {
  return { type: 'dataset', name };
}
