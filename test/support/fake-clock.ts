import type { Clock } from '../../src/lib/retry.ts';

/** A clock that never waits, and remembers the waits requested. */
export function createFakeClock(): Clock & { slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => Date.UTC(2026, 0, 1),
    random: () => 1,
    sleep: async (ms) => {
      slept.push(ms);
    },
  };
}
