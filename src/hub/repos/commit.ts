import { createHash } from 'node:crypto';
import { z } from 'zod';
import { RemoteError } from '../../lib/errors.ts';
import { readAll } from './blob.ts';
import type { HubConnection } from '../connection.ts';
import { HubBranchMovedError, HubHttpError, HubUnreachableError } from '../http-error.ts';
import { uploadLargeFiles } from './large-files.ts';
import type { PreparedFile } from './preupload.ts';
import { apiPath, findRepository, listCommits, type Repository } from './repositories.ts';

export interface Commit {
  /** The commit that main must still be at (compare and swap). */
  parent: string;
  summary: string;
  description: string;
  add: readonly PreparedFile[];
  /** Paths to remove. */
  remove: readonly string[];
  /** Called while large files are uploaded. */
  onProgress?: (doneBytes: number, totalBytes: number) => void;
}

const wireCommit = z.object({ commitOid: z.string() });

/** Attempts if the Hub fails without having done anything. */
const maxTries = 6;

/**
 * Makes one commit on main and returns its id. Throws HubBranchMovedError if main is no longer at `parent`: read it
 * again and decide again. A commit whose response was lost is found by its marker, and never made twice.
 */
export async function commitFiles(hub: HubConnection, repository: Repository, commit: Commit): Promise<string> {
  await uploadLargeFiles(
    hub,
    repository,
    commit.add.filter(({ mode }) => mode === 'lfs'),
    commit.onProgress,
  );
  const marker = markerOf(commit);
  const body = await renderCommit(commit, marker);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { commitOid } = await hub.request({
        method: 'POST',
        path: `${apiPath(repository)}/commit/main`,
        headers: { 'Content-Type': 'application/x-ndjson' },
        body,
        schema: wireCommit,
      });
      return commitOid;
    } catch (error) {
      // An attempt that seemed lost may succeed late; then the next attempt conflicts with our own commit.
      const isOver = error instanceof HubBranchMovedError;
      if (!hasUnknownOutcome(error) && !(isOver && attempt > 1)) throw error;
      const landed = await findLanded(hub, repository, commit.parent, marker);
      if (landed !== null) return landed;
      if (isOver || attempt === maxTries) throw error;
    }
  }
}

/** Whether the Hub may have carried it out anyway: check before asking again. */
export function hasUnknownOutcome(error: unknown): boolean {
  if (error instanceof HubUnreachableError) return true;
  if (error instanceof HubHttpError) return error.status >= 500;
  return error instanceof RemoteError && error.code === 'hub_unexpected_answer';
}

/** A line of the description that no other commit has. It identifies a commit whose response was lost. */
function markerOf({ parent, add, remove }: Commit): string {
  const content = [parent, ...add.map(({ path, facts }) => `${path} ${facts.sha256}`), ...remove];
  return `prank-commit: ${createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 20)}`;
}

/** The commit, if it succeeded; null if main hasn't moved. After a foreign commit, the next attempt fails with 412. */
async function findLanded(
  hub: HubConnection,
  repository: Repository,
  parent: string,
  marker: string,
): Promise<string | null> {
  const head = await findRepository(hub, repository);
  if (head === null || head.commit === parent) return null;
  const recent = await listCommits(hub, repository, 20);
  return recent.find(({ title, message }) => `${title}\n${message}`.includes(marker))?.id ?? null;
}

/** One JSON object per line: the header, then the files. */
async function renderCommit({ parent, summary, description, add, remove }: Commit, marker: string): Promise<string> {
  const text = [description, marker].filter((part) => part !== '').join('\n\n');
  const header = { key: 'header', value: { summary, description: text, parentCommit: parent } };
  const files = await Promise.all(
    add.map(async ({ path, source, mode, facts }) =>
      mode === 'lfs'
        ? { key: 'lfsFile', value: { path, algo: 'sha256', oid: facts.sha256, size: facts.sizeBytes } }
        : { key: 'file', value: { path, content: (await readAll(source)).toString('base64'), encoding: 'base64' } },
    ),
  );
  const removed = remove.map((path) => ({ key: 'deletedFile', value: { path } }));
  return [header, ...files, ...removed].map((line) => `${JSON.stringify(line)}\n`).join('');
}
