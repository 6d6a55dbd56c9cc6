import type { HubConnection } from '../../hub/connection.ts';
import { readRemoteFile } from '../../hub/repos/files.ts';
import type { Repository, RepositoryInfo } from '../../hub/repos/repositories.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';
import type { OpenCampaign } from '../open/types.ts';
import { newestManifest } from './manifest.ts';
import { cardPath } from './plan.ts';

/** Where a backup is, and whose it has to be. */
export interface BackupPlace {
  hub: HubConnection;
  repository: Repository;
  campaign: Pick<OpenCampaign, 'id' | 'log'>;
}

const folder = 'campaign/';

/** The path of the file that marks a backup as that of the campaign with this id. */
export function ownerPath(id: string): string {
  return `${folder}${id}.json`;
}

export function renderOwner(id: string): Buffer {
  return Buffer.from(`${JSON.stringify({ version: 1, id }, null, 2)}\n`);
}

/**
 * Throws UnsafeError `backup_of_other_campaign` if the backup belongs to a campaign with another id. A backup from an
 * earlier version has no mark: there, the name in its card decides, unless this folder has worked with it before.
 */
export async function assertOwnBackup(
  place: BackupPlace,
  head: RepositoryInfo,
  { id, log }: BackupPlace['campaign'],
): Promise<void> {
  const { repository } = place;
  const marked = head.files.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length, -5));
  if (marked.includes(id)) return;
  const [owner = await findNamedOwner(place, head)] = marked;
  if (owner === null || owner === id) return;
  if (marked.length === 0 && (await log.readState())?.backup?.dataset === repository.name) return;
  throw new UnsafeError(
    'backup_of_other_campaign',
    `The backup ${repository.name} belongs to the campaign ${printable(owner, 100)}, and this one is ${id}.`,
    {
      hint: `Name another dataset in publish.backup of prank.yaml. If it is the same campaign under a new name, write there:  id: ${printable(owner, 100)}`,
      details: { backup: repository.name, owner },
    },
  );
}

/** The name in the card of a backup that has no mark yet; null = it holds nothing, or its card names nobody. */
async function findNamedOwner({ hub, repository }: BackupPlace, head: RepositoryInfo): Promise<string | null> {
  if (newestManifest(head.files) === null || !head.files.includes(cardPath)) return null;
  const card = await readRemoteFile(hub, repository, { commit: head.commit, path: cardPath });
  return /^# Backup of the campaign (\S+)$/mu.exec(card?.toString() ?? '')?.[1] ?? null;
}
