import { z } from 'zod';
import { type Clock, systemClock } from '../../lib/retry.ts';
import type { HubConnection } from '../connection.ts';
import { isMissing } from '../http-error.ts';
import { checked, loadLibrary, throughConnection } from '../library.ts';
import { apiPath, type Repository } from './repositories.ts';
import { openRemoteFile, pauseOrThrow } from './resolve.ts';

/** A file in the tree of a commit. */
export interface RemoteFile {
  path: string;
  sizeBytes: number;
  /** Hash of its bytes: SHA-256 for LFS files, git's blob SHA-1 for all others. */
  hash: { type: 'sha256' | 'git'; hex: string };
}

const wireTree = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    oid: z.string(),
    size: z.number(),
    lfs: z.object({ oid: z.string(), size: z.number() }).nullish(),
  }),
);

/** Every file of a commit, including those in folders, page by page. */
export async function listFiles(hub: HubConnection, repository: Repository, commit: string): Promise<RemoteFile[]> {
  const library = await loadLibrary();
  const tree = library.listFiles({ repo: repository, revision: commit, recursive: true, ...throughConnection(hub) });
  const entries = await checked(`GET ${apiPath(repository)}/tree/${commit}`, collect(tree), wireTree);
  return entries
    .filter(({ type }) => type === 'file')
    .map(({ path, oid, size, lfs }) => ({
      path,
      sizeBytes: lfs?.size ?? size,
      hash: lfs === null || lfs === undefined ? { type: 'git', hex: oid } : { type: 'sha256', hex: lfs.oid },
    }));
}

/** The bytes of a small file; null if the commit has no such file. */
export async function readRemoteFile(
  hub: HubConnection,
  repository: Repository,
  { commit, path, clock = systemClock }: { commit: string; path: string; clock?: Clock },
): Promise<Buffer | null> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { body } = await openRemoteFile(hub, repository, { commit, path });
      return Buffer.concat(await collect<Buffer>(body));
    } catch (error) {
      if (isMissing(error)) return null;
      await pauseOrThrow(error, attempt, clock);
    }
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
