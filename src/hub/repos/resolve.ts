import { RemoteError } from '../../lib/errors.ts';
import { type Clock, defaultRetryLimits, retryDelayMs } from '../../lib/retry.ts';
import type { HubConnection, HubStream } from '../connection.ts';
import { toFormError } from '../http-error.ts';
import { filePath, type Repository } from './repositories.ts';

/**
 * Opens a file of a commit, from `start` on. Throws RemoteError `hub_unexpected_answer` if what comes is not from the
 * Hub: a network that wants a sign-in answers everything with its own page.
 */
export async function openRemoteFile(
  hub: HubConnection,
  repository: Repository,
  { commit, path, start = 0 }: { commit: string; path: string; start?: number },
): Promise<HubStream> {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const from = `${filePath(repository)}/resolve/${encodeURIComponent(commit)}/${encoded}`;
  const range = start === 0 ? {} : { Range: `bytes=${start}-` };
  // An interrupted download could not be resumed if its body were compressed.
  const opened = await hub.download({ path: from, headers: { 'Accept-Encoding': 'identity', ...range } });
  if (opened.commit === commit) return opened;
  opened.body.destroy();
  throw toFormError(`GET ${from}`, 'without the commit that it belongs to');
}

/** Waits if a body was interrupted, a temporary fault like a reset. Throws the rest: it was already retried. */
export async function pauseOrThrow(error: unknown, attempt: number, clock: Clock): Promise<void> {
  const isCut = error instanceof Error && 'code' in error && passingCodes.has(String(error.code));
  const failed = { attempt, status: null, retryAfter: null, nowMs: clock.now(), random: clock.random() };
  const delayMs = isCut ? retryDelayMs(failed, defaultRetryLimits) : null;
  if (delayMs === null) throw isCut ? cutShort('a download', error) : error;
  await clock.sleep(delayMs);
}

const passingCodes = new Set([
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ECONNABORTED',
  'ETIMEDOUT',
  'hub_cut_short',
]);

export function cutShort(what: string, cause?: unknown): RemoteError {
  return new RemoteError('hub_cut_short', `The Hub broke off ${what}.`, { cause });
}
