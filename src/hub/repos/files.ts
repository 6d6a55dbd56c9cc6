import { z } from 'zod';
import { RemoteError } from '../../lib/errors.ts';
import { type Clock, systemClock } from '../../lib/retry.ts';
import type { HubConnection, HubStream } from '../connection.ts';
import { isMissing } from '../http-error.ts';
import { apiPath, type Repository } from './repositories.ts';
import { identity, pauseOrThrow, resolvePath } from './resolve.ts';

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
  const files: RemoteFile[] = [];
  let path: string | null = `${apiPath(repository)}/tree/${commit}?recursive=true&expand=false`;
  while (path !== null) {
    const { headers, text } = await hub.ask({ method: 'GET', path });
    const link: string = String(headers['link'] ?? '');
    for (const { type, lfs, oid, ...entry } of parseTree(text)) {
      if (type !== 'file') continue;
      const hash = lfs === null || lfs === undefined ? ({ type: 'git', hex: oid } as const) : sha256(lfs.oid);
      files.push({ path: entry.path, sizeBytes: lfs?.size ?? entry.size, hash });
    }
    path = /<([^>]+)>;\s*rel="next"/u.exec(link)?.[1] ?? null;
  }
  return files;
}

function sha256(hex: string): RemoteFile['hash'] {
  return { type: 'sha256', hex };
}

function parseTree(text: string): z.output<typeof wireTree> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = wireTree.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new RemoteError('hub_unexpected_answer', 'The Hub listed files in a form that prank does not know.');
}

/** The bytes of a small file; null if the commit has no such file. */
export async function readRemoteFile(
  hub: HubConnection,
  repository: Repository,
  { commit, path, clock = systemClock }: { commit: string; path: string; clock?: Clock },
): Promise<Buffer | null> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await hub.stream({
        method: 'GET',
        path: resolvePath(repository, commit, path),
        headers: identity,
      });
      return await collect(answer);
    } catch (error) {
      if (isMissing(error)) return null;
      await pauseOrThrow(error, attempt, clock);
    }
  }
}

async function collect({ body }: HubStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
