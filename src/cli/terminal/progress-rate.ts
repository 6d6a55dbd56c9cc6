/** How fast a step goes, smoothed so that the time left does not jump. */
export interface ProgressRate {
  update(done: number, nowMs: number): void;
  /** null = too little is known. */
  perSecond(): number | null;
}

/** A measurement of this age has the weight 1 / e. */
const memoryMs = 5000;
/** Shorter spans show more of the clock than of the work. */
const leastSpanMs = 200;

/** The exponentially weighted mean of the rates of its spans, each weighted by its length. */
export function createProgressRate(): ProgressRate {
  let first: { done: number; at: number } | null = null;
  let last: { done: number; at: number } | null = null;
  let rate: number | null = null;
  return {
    update(done, nowMs) {
      first ??= { done, at: nowMs };
      last ??= first;
      const span = nowMs - last.at;
      if (span < leastSpanMs) return;
      const own = (done - last.done) / span;
      // Until the memory is full, this is the mean over all of it.
      const weight = 1 - Math.exp(-span / Math.min(memoryMs, nowMs - first.at));
      rate = rate === null ? own : rate + weight * (own - rate);
      last = { done, at: nowMs };
    },
    perSecond: () => (rate === null || rate <= 0 ? null : rate * 1000),
  };
}
