import { z } from 'zod';
import { UsageError, UnsafeError } from '../../lib/errors.ts';
import type { HubConnection } from '../connection.ts';
import { HubHttpError, isMissing } from '../http-error.ts';

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
  private: z.boolean().default(false),
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

/** Creates a dataset repository. An existing one stays unchanged. */
export async function createDatasetRepository(
  hub: HubConnection,
  name: string,
  options: { private: boolean },
): Promise<void> {
  const [organization, repository] = splitName(name);
  const body = {
    type: 'dataset',
    name: repository,
    organization,
    visibility: options.private ? 'private' : 'public',
  };
  try {
    await hub.request({ method: 'POST', path: '/api/repos/create', body, schema: z.unknown(), repeatable: true });
  } catch (error) {
    if (!(error instanceof HubHttpError && error.status === 409)) throw error;
  }
}

const wireRefs = z.object({ tags: z.array(z.object({ name: z.string(), targetCommit: z.string() })).default([]) });

/** Tag → commit. */
export async function listTags(hub: HubConnection, repository: Repository): Promise<Map<string, string>> {
  const { tags } = await hub.request({ method: 'GET', path: `${apiPath(repository)}/refs`, schema: wireRefs });
  return new Map(tags.map(({ name, targetCommit }) => [name, targetCommit]));
}

/** Tags a commit, unless it already has this tag. Throws UnsafeError `tag_taken`, because tags are never moved. */
export async function createTag(
  hub: HubConnection,
  repository: Repository,
  { tag, commit, message }: { tag: string; commit: string; message: string },
): Promise<void> {
  const path = `${apiPath(repository)}/tag/${commit}`;
  try {
    await hub.request({ method: 'POST', path, body: { tag, message }, schema: z.unknown(), repeatable: true });
  } catch (error) {
    if (!(error instanceof HubHttpError && error.status === 409)) throw error;
    if ((await listTags(hub, repository)).get(tag) === commit) return;
    throw new UnsafeError('tag_taken', `${repository.name} has a tag ${tag} on another commit.`, { cause: error });
  }
}

const wireCommits = z.array(z.object({ id: z.string(), title: z.string().default(''), message: z.string().nullish() }));

export interface CommitInfo {
  id: string;
  title: string;
  /** The description below the title. */
  message: string;
}

/** The newest commits of main, newest first. */
export async function listCommits(hub: HubConnection, repository: Repository, limit: number): Promise<CommitInfo[]> {
  const path = `${apiPath(repository)}/commits/main`;
  const commits = await hub.request({ method: 'GET', path, query: { limit }, schema: wireCommits });
  return commits.slice(0, limit).map(({ id, title, message }) => ({ id, title, message: message ?? '' }));
}

/** Replaces the history of main with one commit of its current content. Can't be undone. */
export async function squashHistory(hub: HubConnection, repository: Repository, message: string): Promise<void> {
  const path = `${apiPath(repository)}/super-squash/main`;
  await hub.request({ method: 'POST', path, body: { message }, schema: z.unknown(), repeatable: true });
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
