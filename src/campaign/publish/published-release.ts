import { join } from 'node:path';
import type { HubConnection } from '../../hub/connection.ts';
import { downloadFile } from '../../hub/repos/download.ts';
import { listFiles, readRemoteFile } from '../../hub/repos/files.ts';
import { findRepository, type Repository, type RepositoryInfo } from '../../hub/repos/repositories.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import { hasKeepMarkers } from '../../release/card/kept-parts.ts';
import { type ReleaseFacts, readReleaseFacts } from '../../release/facts.ts';
import { isReleaseFile } from '../../release/folder.ts';
import { cardPath } from '../../release/render-release.ts';
import type { EarlierCard } from '../../release/write-release.ts';

/** Where a release goes, and the folder that holds its files. */
export interface HubTarget {
  hub: HubConnection;
  repository: Repository;
  dir: string;
}

/** What the dataset on the Hub holds before a release. */
export interface Published {
  head: RepositoryInfo;
  /** null = it has no card yet, and so no release. */
  card: EarlierCard | null;
}

/** null = there is no such dataset. Throws UnsafeError `release_dataset_taken` if it is not from prank. */
export async function readPublished({ hub, repository }: HubTarget): Promise<Published | null> {
  const head = await findRepository(hub, repository);
  if (head === null) return null;
  if (!head.files.includes(cardPath)) {
    const [stranger] = head.files.filter(isReleaseFile);
    if (stranger === undefined) return { head, card: null };
    throw notOurs(repository, stranger);
  }
  const bytes = await readRemoteFile(hub, repository, { commit: head.commit, path: cardPath });
  const text = bytes?.toString() ?? '';
  if (isBlankCard(text) && !head.files.some(isReleaseFile)) return { head, card: null };
  if (!hasKeepMarkers(text)) throw notOurs(repository, cardPath);
  return { head, card: { text, place: `${cardPath} of ${repository.name}` } };
}

/** The Hub writes such a card for a dataset that is created on its pages: front matter, and nothing below it. */
function isBlankCard(text: string): boolean {
  return text.replace(/^---\n[^]*?\n---\s*$/u, '').trim() === '';
}

/** The facts of the release that is there, for a comparison; null if there is none. */
export async function readPublishedFacts(
  { hub, repository }: HubTarget,
  { head }: Published,
): Promise<ReleaseFacts | null> {
  if (!head.files.some(isData)) return null;
  const files = (await listFiles(hub, repository, head.commit)).filter(({ path }) => isData(path));
  return withScratchFolder(async (scratch) => {
    const paths = files.map(({ path }) => join(scratch, path));
    for (const [index, file] of files.entries()) {
      await downloadFile(hub, repository, { commit: head.commit, file, to: paths[index] ?? '' });
    }
    return readReleaseFacts(paths);
  });
}

/** Files of the default config. */
export function isData(path: string): boolean {
  return path.startsWith('data/') && isReleaseFile(path);
}

function notOurs(repository: Repository, path: string): UnsafeError {
  return new UnsafeError('release_dataset_taken', `${path} of the dataset ${repository.name} is not from prank.`);
}
