/** One-byte counters; as many as fit into a core's cache. */
const counters = 2 ** 20;
const mask = counters - 1;

/** Maximum number of texts counted, taken evenly from all. */
const sampledTexts = 20_000;

/**
 * Which runs are frequent, estimated from a sample. A prefix filter works with any fixed order of runs; rarest first
 * keeps the posting lists short.
 */
export class RunFrequency {
  private readonly counts = new Uint8Array(counters);

  /** Whether a text belongs to the sample. */
  static isSampled(index: number, texts: number): boolean {
    return index % Math.max(1, Math.floor(texts / sampledTexts)) === 0;
  }

  add(hash: number): void {
    const count = this.counts[hash & mask] ?? 0;
    if (count < 255) this.counts[hash & mask] = count + 1;
  }

  get(hash: number): number {
    return this.counts[hash & mask] ?? 0;
  }
}
