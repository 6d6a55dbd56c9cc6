import { createHash } from 'node:crypto';
import type { CommitOutput, CommitProgressEvent } from '@huggingface/hub';
import { z } from 'zod';
import { RemoteError } from '../../lib/errors.ts';
import { redactAddresses } from '../../lib/secrets/redact.ts';
import { printable } from '../../lib/text/text.ts';
import { toContent } from './blob.ts';
import type { HubConnection } from '../connection.ts';
import { HubBranchMovedError, HubHttpError, HubUnreachableError, toFormError } from '../http-error.ts';
import { loadLibrary, throughConnection } from '../library.ts';
import { urlOf } from '../library-request.ts';
import type { PreparedFile } from './preupload.ts';
import { apiPath, filePath, findRepository, listCommits, type Repository } from './repositories.ts';

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
 *
 * The library uploads large files and assembles the commit. Two of its requests go another way: it asks how to send each
 * file, which `prepareFiles` has asked already, and the commit itself is sent by the loop below.
 */
export async function commitFiles(hub: HubConnection, repository: Repository, commit: Commit): Promise<string> {
  const { commitIter } = await loadLibrary();
  const { parent, summary, description, add, remove } = commit;
  const marker = markerOf(commit);
  const { fetch, ...through } = throughConnection(hub);
  const failure = new UploadFailure();
  let parts: ReadonlySet<string> = new Set();
  const steps = commitIter({
    ...through,
    repo: repository,
    title: summary,
    description: [description, marker].filter((part) => part !== '').join('\n\n'),
    parentCommit: parent,
    operations: [
      ...add.map(({ path, source }) => ({ operation: 'addOrUpdate' as const, path, content: toContent(source) })),
      ...remove.map((path) => ({ operation: 'delete' as const, path })),
    ],
    // Each call has a signal of its own: Node warns if more than ten wait for the same one.
    fetch: (input, init) =>
      answer(input, { ...init, signal: AbortSignal.any([failure.signal]) }).catch((error: unknown) =>
        failure.report(error),
      ),
  });
  try {
    return await Promise.race([followUpload(steps, commit), failure.reported]);
  } catch (error) {
    throw failure.signal.aborted ? failure.signal.reason : explainRefusal(error);
  }

  async function answer(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const { pathname } = new URL(urlOf(input));
    if (pathname.endsWith(`${apiPath(repository)}/preupload/main`)) return Response.json({ files: add.map(toMode) });
    if (!pathname.endsWith(`${apiPath(repository)}/commit/main`)) {
      const response = await fetch(input, init);
      if (pathname.endsWith(`${filePath(repository)}.git/info/lfs/objects/batch`))
        parts = await readInstructions(response.clone(), add);
      if (parts.has(urlOf(input)) && !response.headers.has('ETag')) throw uploadRefused('a part is not acknowledged');
      return response;
    }
    if (typeof init?.body !== 'string') throw new TypeError('the library sends the commit in another form');
    const commitOid = await sendCommit(hub, repository, { parent, marker, body: init.body });
    return Response.json({ commitOid });
  }
}

/**
 * The first failure of an upload. The library sends several files at once and awaits none of them while it prepares the
 * next, and Node ends the program at a rejection that nobody awaits. So for the library, a call that failed never
 * settles; the other calls are aborted.
 */
class UploadFailure {
  readonly #stop = new AbortController();
  readonly signal = this.#stop.signal;
  /** Rejects with the failure. */
  readonly reported = new Promise<never>((_resolve, reject) => {
    this.signal.addEventListener('abort', () => reject(this.signal.reason));
  });

  report(error: unknown): Promise<never> {
    this.#stop.abort(error);
    return new Promise(() => {});
  }
}

/** What the library refuses by itself is about the Hub's instructions for the upload; all else isn't about the Hub. */
function explainRefusal(error: unknown): unknown {
  return error instanceof Error && !(error instanceof TypeError) && !('code' in error)
    ? uploadRefused(error.message, error)
    : error;
}

function uploadRefused(why: string, cause?: unknown): RemoteError {
  const shown = printable(redactAddresses(why), 300);
  return new RemoteError('hub_upload_refused', `The Hub does not take the upload: ${shown}.`, { cause });
}

/**
 * Checks the Hub's instructions for large files, and returns the addresses of parts. The library checks them too, but
 * loses its own error, and never ends, if another file is on its way already.
 */
async function readInstructions(response: Response, add: readonly PreparedFile[]): Promise<ReadonlySet<string>> {
  const { success, data } = wireBatch.safeParse(await response.json().catch(() => null));
  if (!success) throw toFormError('the question where large files go', 'no list of objects');
  const files = new Map(add.map((file) => [file.facts.sha256, file]));
  const addresses = new Set<string>();
  for (const { oid, error, actions } of data.objects) {
    const file = files.get(oid);
    if (file === undefined) throw uploadRefused('it names a file that was not announced');
    if (error) throw uploadRefused(`${file.path}: ${error.message}`);
    const header = actions?.upload?.header ?? {};
    if (header['chunk_size'] === undefined) continue;
    const parts = Object.entries(header).filter(([name]) => /^\d+$/u.test(name));
    if (parts.length !== Math.ceil(file.facts.sizeBytes / Number(header['chunk_size'])))
      throw uploadRefused(`${file.path}: wrong number of parts`);
    for (const [, address] of parts) addresses.add(address);
  }
  return addresses;
}

const wireBatch = z.object({
  objects: z.array(
    z.object({
      oid: z.string(),
      error: z.object({ message: z.string() }).nullish(),
      actions: z
        .object({ upload: z.object({ header: z.record(z.string(), z.string()).nullish() }).nullish() })
        .nullish(),
    }),
  ),
});

function toMode({ path, mode }: PreparedFile) {
  return { path, uploadMode: mode, shouldIgnore: false };
}

/** Adds up the progress of large files; small ones are part of the commit. */
async function followUpload(
  steps: AsyncGenerator<CommitProgressEvent, CommitOutput | undefined>,
  { add, onProgress = () => {} }: Commit,
): Promise<string> {
  const sizes = new Map(add.filter(({ mode }) => mode === 'lfs').map(({ path, facts }) => [path, facts.sizeBytes]));
  const done = new Map<string, number>();
  const report = (): void => onProgress(sum(done.values()), sum(sizes.values()));
  if (sizes.size > 0) report();
  let step = await steps.next();
  for (; step.done !== true; step = await steps.next()) {
    const { value } = step;
    if (value.event !== 'fileProgress' || value.state !== 'uploading') continue;
    const size = sizes.get(value.path);
    const bytes = Math.round(value.progress * (size ?? 0));
    if (size === undefined || done.get(value.path) === bytes) continue;
    done.set(value.path, bytes);
    report();
  }
  const id = step.value?.commit.oid;
  if (id === undefined) throw new TypeError('the library returned no commit');
  return id;
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

/** Sends the assembled commit and returns its id. */
async function sendCommit(
  hub: HubConnection,
  repository: Repository,
  { parent, marker, body }: { parent: string; marker: string; body: string },
): Promise<string> {
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
      const landed = await findLanded(hub, repository, parent, marker);
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
