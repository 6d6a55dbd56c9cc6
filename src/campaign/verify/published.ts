import { join } from 'node:path';
import { downloadFile } from '../../hub/repos/download.ts';
import { listFiles } from '../../hub/repos/files.ts';
import { findRepository } from '../../hub/repos/repositories.ts';
import { UsageError } from '../../lib/errors.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import { printable } from '../../lib/text/text.ts';
import { isReleaseFile } from '../../release/folder.ts';
import { cardPath } from '../../release/render-release.ts';
import type { Emit } from '../../model.ts';
import type { CampaignFolder } from '../open/types.ts';

/** A dataset on the Hub, at a commit, branch or tag. */
export interface DatasetAt {
  name: string;
  revision: string;
}

/** `owner/name` or `owner/name@revision`; null = it is neither. */
export function parseDatasetAt(text: string): DatasetAt | null {
  const [, name, revision = 'main'] = /^([A-Za-z\d][\w.-]*\/[\w.-]+)(?:@(\S+))?$/u.exec(text) ?? [];
  return name === undefined ? null : { name, revision };
}

/**
 * Runs `work` with the folder that holds a release from the Hub. Throws UsageError `hub_dataset_missing`,
 * `release_not_verifiable`.
 */
export async function withPublished<T>(
  folder: Pick<CampaignFolder, 'openHub'>,
  { name, revision }: DatasetAt,
  work: (dir: string) => Promise<T>,
  emit: Emit,
): Promise<T> {
  const hub = await folder.openHub({ resource: `datasets/${name}`, anonymous: true });
  const repository = { type: 'dataset', name } as const;
  const info = await findRepository(hub, repository, revision);
  if (info === null) {
    const at = revision === 'main' ? '' : ` with a revision ${printable(revision, 60)}`;
    throw new UsageError('hub_dataset_missing', `There is no dataset ${name}${at}, or none that you may see.`);
  }
  const files = (await listFiles(hub, repository, info.commit)).filter(
    ({ path }) => path === cardPath || isReleaseFile(path),
  );
  return withScratchFolder(async (dir) => {
    for (const [index, file] of files.entries()) {
      emit({ type: 'progress', task: `downloading ${name}`, done: index, total: files.length });
      await downloadFile(hub, repository, { commit: info.commit, file, to: join(dir, file.path) });
    }
    return work(dir);
  });
}
