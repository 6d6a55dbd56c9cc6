import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRetryLimits, type FailedTry, retryDelayMs } from '../../src/lib/retry.ts';

const failed: FailedTry = { attempt: 0, status: 503, retryAfter: null, nowMs: Date.UTC(2026, 0, 1), random: 1 };

describe('retryDelayMs', () => {
  const cases: [string, Partial<FailedTry>, number | null][] = [
    ['first failure waits the base', {}, 500],
    ['half of it without luck', { random: 0 }, 250],
    ['doubles', { attempt: 3 }, 4_000],
    ['is capped', { attempt: 5 }, 16_000],
    ['gives up when the tries are spent', { attempt: 6 }, null],
    ['a broken connection is worth another try', { status: null }, 500],
    ['what is wrong stays wrong', { status: 422 }, null],
    ['so does a missing right', { status: 403 }, null],
    ['Retry-After in seconds', { retryAfter: '7' }, 7_000],
    ['Retry-After as a date', { retryAfter: 'Thu, 01 Jan 2026 00:00:09 GMT' }, 9_000],
    ['Retry-After in the past', { retryAfter: 'Thu, 01 Jan 2015 00:00:09 GMT' }, 500],
    ['Retry-After that is nonsense', { retryAfter: 'soon' }, 500],
    ['Retry-After that nobody waits for', { retryAfter: '86400' }, null],
  ];
  it.each(cases)('%s', (_, change, delayMs) => {
    expect(retryDelayMs({ ...failed, ...change })).toBe(delayMs);
  });

  it('never waits longer than the cap unless asked to', () => {
    const tries = fc.record({
      attempt: fc.nat(20),
      status: fc.constantFrom(null, 429, 500, 503),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(tries, (change) => {
        const delayMs = retryDelayMs({ ...failed, ...change });
        return delayMs === null || (delayMs >= 0 && delayMs <= defaultRetryLimits.maxMs);
      }),
    );
  });
});
