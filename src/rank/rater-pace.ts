import { pauseMs } from './factors/answer-covariates.ts';
import { normalReach } from '../lib/normal-distribution.ts';

/** Seconds from one answer to the next, with the ends of a 95 % interval. */
export interface RaterPace {
  seconds: number | null;
  low: number | null;
  high: number | null;
}

/** Fewer steps don't show what is usual. */
const leastSteps = 3;

/**
 * The median time from one answer to the next within a session; null if too few are known. `times` are the moments of
 * the rater's answers in ms, in any order. The interval goes from the l-th step to the l-th last, l = ⌊(n − 1.96 √n) /
 * 2⌋ (Conover 1999, Practical nonparametric statistics); null with fewer than eight steps.
 */
export function measureRaterPace(times: readonly number[]): RaterPace {
  const sorted = times.toSorted((a, b) => a - b);
  const steps = sorted
    .slice(1)
    .map((time, index) => time - (sorted[index] ?? time))
    .filter((step) => step <= pauseMs)
    .map((step) => step / 1000)
    .toSorted((a, b) => a - b);
  if (steps.length < leastSteps) return { seconds: null, low: null, high: null };
  const middle = steps.length / 2;
  const seconds = ((steps[Math.ceil(middle) - 1] ?? 0) + (steps[Math.floor(middle)] ?? 0)) / 2;
  const end = Math.floor((steps.length - normalReach * Math.sqrt(steps.length)) / 2);
  if (end < 1) return { seconds, low: null, high: null };
  return { seconds, low: steps[end - 1] ?? null, high: steps[steps.length - end] ?? null };
}
