import { join } from 'node:path';
import type { HubConnection } from '../../hub/connection.ts';
import { downloadFile } from '../../hub/repos/download.ts';
import { listFiles, type RemoteFile } from '../../hub/repos/files.ts';
import { findRepository, type Repository } from '../../hub/repos/repositories.ts';
import { UsageError } from '../../lib/errors.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit } from '../../model.ts';
import type { CampaignFolder } from '../open/types.ts';

/** The files of a dataset on the Hub, at one commit. */
interface DatasetFiles {
  hub: HubConnection;
  repository: Repository;
  commit: string;
  files: RemoteFile[];
}

/**
 * Downloads of a dataset (`owner/name`, or `owner/name@revision`) the files that `choose` picks, and runs `work` with the
 * folder that holds them. Throws UsageError `not_a_dataset`, `hub_dataset_missing`.
 */
export async function withDatasetFiles<T>(
  folder: Pick<CampaignFolder, 'openHub'>,
  dataset: string,
  choose: (paths: readonly string[]) => readonly string[],
  work: (dir: string, paths: readonly string[], at: { name: string; commit: string }) => Promise<T>,
  emit: Emit,
): Promise<T> {
  const { hub, repository, commit, files } = await listDataset(folder, dataset);
  const chosen = new Set(choose(files.map(({ path }) => path)));
  const wanted = files.filter(({ path }) => chosen.has(path));
  return withScratchFolder(async (dir) => {
    for (const [index, file] of wanted.entries()) {
      emit({ type: 'progress', task: `downloading ${repository.name}`, done: index, total: wanted.length });
      await downloadFile(hub, repository, { commit, file, to: join(dir, file.path) });
    }
    return work(
      dir,
      wanted.map(({ path }) => join(dir, path)),
      { name: repository.name, commit },
    );
  });
}

async function listDataset(folder: Pick<CampaignFolder, 'openHub'>, dataset: string): Promise<DatasetFiles> {
  const [, name, revision = 'main'] = /^([A-Za-z\d][\w.-]*\/[\w.-]+)(?:@(\S+))?$/u.exec(dataset) ?? [];
  if (name === undefined) {
    throw new UsageError(
      'not_a_dataset',
      `${printable(dataset, 120)} is not there, and is no dataset on the Hub either: those are called owner/name.`,
    );
  }
  const hub = await folder.openHub({ resource: `datasets/${name}`, anonymous: true });
  const repository = { type: 'dataset', name } as const;
  const info = await findRepository(hub, repository, revision);
  if (info === null) {
    const at = revision === 'main' ? '' : ` with a revision ${printable(revision, 60)}`;
    throw new UsageError('hub_dataset_missing', `There is no dataset ${name}${at}, or none that you may see.`);
  }
  return { hub, repository, commit: info.commit, files: await listFiles(hub, repository, info.commit) };
}
