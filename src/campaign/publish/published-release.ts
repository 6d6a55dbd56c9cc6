import { join } from 'node:path';
import type { HubConnection } from '../../hub/connection.ts';
import { downloadFile } from '../../hub/repos/download.ts';
import { listFiles, readRemoteFile } from '../../hub/repos/files.ts';
import { findRepository, type Repository, type RepositoryInfo } from '../../hub/repos/repositories.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import type { Campaign } from '../../model.ts';
import { findCampaignName, findMarks } from '../../release/card/marks.ts';
import { hasKeepMarkers } from '../../release/card/kept-parts.ts';
import { type ReleaseFacts, readReleaseFacts } from '../../release/facts.ts';
import { isReleaseFile } from '../../release/folder.ts';
import { cardPath } from '../../release/render-release.ts';
import type { EarlierCard } from '../../release/write-release.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { ReleasedNames } from '../pseudonyms/release-key.ts';

/** A dataset on the Hub. */
export interface HubPlace {
  hub: HubConnection;
  repository: Repository;
}

/** Where a release goes, and the folder that holds its files. */
export interface HubTarget extends HubPlace {
  dir: string;
}

/** What the dataset on the Hub holds before a release. */
export interface Published {
  head: RepositoryInfo;
  /** null = it has no card yet, and so no release. */
  card: EarlierCard | null;
}

/** null = there is no such dataset. Throws UnsafeError `release_dataset_taken` if it is not from prank. */
export async function readPublished({ hub, repository }: HubPlace): Promise<Published | null> {
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
  { hub, repository }: HubPlace,
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

/** What the release on the Hub says about the names of its raters; null = there is none. */
export async function readReleasedNames(campaign: OpenCampaign): Promise<ReleasedNames | null> {
  const name = campaign.publish?.dataset ?? null;
  if (name === null) return null;
  const hub = await campaign.openHub({ resource: `datasets/${name}` });
  const place = { hub, repository: { type: 'dataset', name } as const };
  return toReleasedNames(place, await readPublished(place));
}

export function toReleasedNames(place: HubPlace, published: Published | null): ReleasedNames | null {
  if (published === null || published.card === null) return null;
  const readNames = async (): Promise<Set<string>> => new Set((await readPublishedFacts(place, published))?.raterNames);
  return { fingerprint: findMarks(published.card.text)?.pseudonyms ?? null, readNames };
}

/**
 * Throws UnsafeError `release_of_other_campaign` if the dataset holds the release of another campaign. A release from an
 * earlier version has no mark: there, the name in its card decides.
 */
export function assertOwnRelease({ repository }: HubPlace, { card }: Published, { id, name }: Campaign): void {
  if (card === null) return;
  const owner = findMarks(card.text)?.campaign ?? findCampaignName(card.text);
  if (owner === null || owner === id) return;
  throw new UnsafeError(
    'release_of_other_campaign',
    `The dataset ${repository.name} holds the release of the campaign ${owner}, and this one is ${id}.`,
    {
      hint: `Name another dataset in publish.dataset of prank.yaml. If ${name} is the same campaign under a new name, write there:  id: ${owner}`,
      details: { dataset: repository.name, owner },
    },
  );
}

/** Files of the default config. */
export function isData(path: string): boolean {
  return path.startsWith('data/') && isReleaseFile(path);
}

function notOurs(repository: Repository, path: string): UnsafeError {
  return new UnsafeError('release_dataset_taken', `${path} of the dataset ${repository.name} is not from prank.`);
}
