import { commitFiles } from '../../hub/repos/commit.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { HubBranchMovedError } from '../../hub/http-error.ts';
import { prepareFiles } from '../../hub/repos/preupload.ts';
import type { Repository } from '../../hub/repos/repositories.ts';
import { createBackup, findBackup } from '../backup/repository.ts';
import type { Step } from '../../model.ts';
import { placeProgram, programFolder, type StoredProgram } from './job.ts';

const maxRounds = 6;

/** Looks whether the backup has this program. Throws UnsafeError `backup_is_public`. */
export async function findProgram(hub: HubConnection, backup: string, bytes: Buffer): Promise<StoredProgram> {
  const place = placeProgram(bytes);
  const head = await findBackup({ hub, repository: datasetOf(backup) });
  return { ...place, commit: head?.files.includes(place.path) === true ? head.commit : null };
}

/** What storing it does, for people. */
export function describeStorage(backup: string, { commit }: StoredProgram): Step {
  const target = `program in ${backup}`;
  return commit === null
    ? { action: 'create', target, why: 'what the job installs' }
    : { action: 'keep', target, why: 'is this program' };
}

/** Puts the program into the backup in one commit, in which earlier ones go; makes the backup if there is none. */
export async function storeProgram(
  hub: HubConnection,
  backup: string,
  bytes: Buffer,
): Promise<StoredProgram & { commit: string }> {
  const repository = datasetOf(backup);
  const place = placeProgram(bytes);
  for (let round = 1; ; round += 1) {
    const head = await findBackup({ hub, repository });
    if (head === null) {
      await createBackup({ hub, repository });
      continue;
    }
    if (head.files.includes(place.path)) return { ...place, commit: head.commit };
    const add = await prepareFiles(hub, repository, [{ path: place.path, source: bytes }]);
    const remove = head.files.filter((path) => path.startsWith(programFolder));
    const change = { parent: head.commit, summary: 'Store the program of the scheduled job', description: '' };
    try {
      return { ...place, commit: await commitFiles(hub, repository, { ...change, add, remove }) };
    } catch (error) {
      // A pull wrote to the backup meanwhile: look again.
      if (!(error instanceof HubBranchMovedError) || round === maxRounds) throw error;
    }
  }
}

function datasetOf(name: string): Repository {
  return { type: 'dataset', name };
}
