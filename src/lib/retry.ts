import { setTimeout as wait } from 'node:timers/promises';

/** The facts about a failed attempt. Times in milliseconds since the epoch. */
export interface FailedTry {
  /** 0 for the first failure. */
  attempt: number;
  /** HTTP status, or null if there was no response (reset, refused, timeout). */
  status: number | null;
  /** The `Retry-After` header as sent: whole seconds or an HTTP date. */
  retryAfter: string | null;
  nowMs: number;
  /** Uniform in [0, 1); spreads clients that failed together. */
  random: number;
}

export interface RetryLimits {
  retries: number;
  baseMs: number;
  maxMs: number;
}

export const defaultRetryLimits: RetryLimits = { retries: 6, baseMs: 500, maxMs: 20_000 };

// The Hub's rate limits use windows of five minutes, and we add one second to the time it gives.
const longestPauseMs = 305_000;

const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Milliseconds to wait before the next attempt, or null to give up. Exponential with half jitter; waits for
 * `Retry-After` if that is longer, but gives up if it exceeds a window of five minutes.
 */
export function retryDelayMs(failed: FailedTry, limits: RetryLimits = defaultRetryLimits): number | null {
  if (failed.attempt >= limits.retries) return null;
  if (failed.status !== null && !passingStatuses.has(failed.status)) return null;
  const ceiling = Math.min(limits.maxMs, limits.baseMs * 2 ** failed.attempt);
  const backoff = ceiling / 2 + (ceiling / 2) * failed.random;
  const asked = parseRetryAfterMs(failed.retryAfter, failed.nowMs);
  if (asked > longestPauseMs) return null;
  return Math.max(backoff, asked);
}

/** Milliseconds that a `Retry-After` header asks to wait: whole seconds or an HTTP date. 0 = none, or it is over. */
export function parseRetryAfterMs(header: string | null, nowMs: number): number {
  if (header === null) return 0;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - nowMs);
}

/** Time and randomness as the code sees them, so that tests need not wait. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
  random: () => Math.random(),
};
