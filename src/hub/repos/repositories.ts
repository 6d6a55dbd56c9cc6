import { z } from 'zod';
import { RemoteError, UsageError, UnsafeError } from '../../lib/errors.ts';
import type { HubConnection } from '../connection.ts';
import { HubHttpError, isMissing } from '../http-error.ts';
import { checked, loadLibrary, throughConnection } from '../library.ts';
import { createRepository, notPrivate } from './create.ts';

export interface Repository {
  type: 'dataset' | 'space';
  /** `owner/name`. */
  name: string;
}

/** The Hub's description of a repository at one revision. */
export interface RepositoryInfo {
  /** The commit of the revision. Use it instead of the revision from here on. */
  commit: string;
  private: boolean;
  /** Paths of all files. */
  files: string[];
}

const wireInfo = z.object({
  sha: z.string(),
  private: z.boolean(),
  siblings: z.array(z.object({ rfilename: z.string() })).default([]),
});

/** null if there is no such repository or revision, or none that this token may see. */
export async function findRepository(
  hub: HubConnection,
  repository: Repository,
  revision = 'main',
): Promise<RepositoryInfo | null> {
  const path = `${apiPath(repository)}/revision/${encodeURIComponent(revision)}`;
  try {
    const { sha, siblings, ...info } = await hub.request({ method: 'GET', path, schema: wireInfo });
    return { commit: sha, private: info.private, files: siblings.map(({ rfilename }) => rfilename) };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Creates a dataset repository, and returns it as the Hub shows it then. An existing one stays unchanged. Throws
 * UnsafeError `hub_not_private` if it must be private and isn't, RemoteError `hub_not_created`.
 */
export async function createDatasetRepository(
  hub: HubConnection,
  name: string,
  options: { private: boolean },
): Promise<RepositoryInfo> {
  const repo = { type: 'dataset', name } as const;
  await createRepository(hub, { repo, visibility: options.private ? 'private' : 'public' });
  const made = await findRepository(hub, repo);
  if (made === null) {
    throw new RemoteError('hub_not_created', `The Hub did not create ${name}, or does not show it to this token.`);
  }
  if (options.private && !made.private) throw notPrivate(`dataset ${name}`);
  return made;
}

const wireRefs = z.object({ tags: z.array(z.object({ name: z.string(), targetCommit: z.string() })).default([]) });

/** Tag → commit. */
export async function listTags(hub: HubConnection, repository: Repository): Promise<Map<string, string>> {
  const { tags } = await hub.request({ method: 'GET', path: `${apiPath(repository)}/refs`, schema: wireRefs });
  return new Map(tags.map(({ name, targetCommit }) => [name, targetCommit]));
}

/**
 * Tags a commit, unless it already has this tag. Throws UnsafeError `tag_taken`, because tags are never moved, and
 * RemoteError `hub_not_done` if the tag isn't there afterwards: the Hub answers with nothing.
 */
export async function createTag(
  hub: HubConnection,
  repository: Repository,
  { tag, commit, message }: { tag: string; commit: string; message: string },
): Promise<void> {
  const path = `${apiPath(repository)}/tag/${commit}`;
  try {
    await hub.send({ method: 'POST', path, body: { tag, message }, repeatable: true });
  } catch (error) {
    if (!(error instanceof HubHttpError && error.status === 409)) throw error;
  }
  const tagged = (await listTags(hub, repository)).get(tag);
  if (tagged === commit) return;
  if (tagged === undefined) throw new RemoteError('hub_not_done', `The Hub did not tag ${repository.name} as ${tag}.`);
  throw new UnsafeError('tag_taken', `${repository.name} has a tag ${tag} on another commit.`);
}

const wireCommits = z.array(
  z.object({ oid: z.string(), title: z.string(), message: z.string().nullish(), date: z.date() }),
);

export interface CommitInfo {
  id: string;
  title: string;
  /** The description below the title. */
  message: string;
  /** Milliseconds since the epoch. */
  atMs: number;
}

/** The newest commits of main, newest first. */
export async function listCommits(hub: HubConnection, repository: Repository, limit: number): Promise<CommitInfo[]> {
  const library = await loadLibrary();
  const newest = library.listCommits({ repo: repository, batchSize: limit, ...throughConnection(hub) });
  const name = `GET ${apiPath(repository)}/commits/main`;
  const commits = await checked(name, takeFirst(newest, limit), wireCommits);
  return commits.map(({ oid, title, message, date }) => ({
    id: oid,
    title,
    message: message ?? '',
    atMs: date.getTime(),
  }));
}

async function takeFirst<T>(items: AsyncIterable<T>, limit: number): Promise<T[]> {
  const taken: T[] = [];
  if (limit > 0) {
    for await (const item of items) {
      taken.push(item);
      if (taken.length === limit) break;
    }
  }
  return taken;
}

/**
 * Replaces the history of main with one commit of its current content. Can't be undone. Throws RemoteError
 * `hub_not_done` if the history is still there afterwards: the Hub answers with nothing.
 */
export async function squashHistory(hub: HubConnection, repository: Repository, message: string): Promise<void> {
  const path = `${apiPath(repository)}/super-squash/main`;
  await hub.send({ method: 'POST', path, body: { message }, repeatable: true });
  if ((await listCommits(hub, repository, 2)).length > 1) {
    throw new RemoteError('hub_not_done', `The Hub did not drop the history of ${repository.name}.`);
  }
}

/** `/api/datasets/owner/name`: the repository's path in the API. */
export function apiPath({ type, name }: Repository): string {
  return `/api/${type}s/${name}`;
}

/** `/datasets/owner/name`: the repository's path on the website and for files. */
export function filePath({ type, name }: Repository): string {
  return `/${type}s/${name}`;
}

/** Throws UsageError `hub_name_invalid` if the name is not `owner/name`. */
export function splitName(name: string): [owner: string, name: string] {
  const [owner, repository, ...more] = name.split('/');
  if (owner !== undefined && repository !== undefined && more.length === 0) return [owner, repository];
  throw new UsageError('hub_name_invalid', `${name} is not owner/name.`);
}
