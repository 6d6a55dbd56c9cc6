import { RemoteError } from '../../lib/errors.ts';
import { type Clock, defaultRetryLimits, retryDelayMs } from '../../lib/retry.ts';
import { filePath, type Repository } from './repositories.ts';

/** An interrupted download could not be resumed if its body were compressed. */
export const identity = { 'Accept-Encoding': 'identity' };

/** The path from which to download a file. */
export function resolvePath(repository: Repository, commit: string, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${filePath(repository)}/resolve/${encodeURIComponent(commit)}/${encoded}`;
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
