import type { TokenSets } from './run-sets.ts';

/** A set that is too similar to one before it that stays. */
export interface NearDuplicate {
  index: number;
  /** The most similar of the sets that stay and stand before it; the first of them in a tie. */
  keptIndex: number;
  similarity: number;
}

/**
 * Walks sets in order and drops each whose Jaccard similarity with one already kept is at least `threshold`, so that no
 * two kept ones reach it and each dropped one reaches it with a kept one. Exact: the prefix filter of AllPairs (Bayardo,
 * Ma, Srikant 2007) and the positional filter of PPJoin (Xiao, Wang, Lin, Yu 2008) only skip pairs that can't reach it.
 */
export function findNearDuplicates(sets: TokenSets, threshold: number): NearDuplicate[] {
  const join = new GreedyJoin(sets, threshold);
  const found: NearDuplicate[] = [];
  for (let index = 0; index < sets.ends.length; index += 1) {
    const match = join.findKept(index);
    if (match === null) join.keep(index);
    else found.push({ index, ...match });
  }
  return found;
}

class GreedyJoin {
  private readonly tokens: Int32Array;
  private readonly ends: Int32Array;
  private readonly threshold: number;
  /** Linked lists, one a token: the newest entry, then for each entry its set, its position there, and the next entry. */
  private readonly newest: Int32Array;
  private entrySets = new Int32Array(1 << 12);
  private entryPositions = new Int32Array(1 << 12);
  private entryNext = new Int32Array(1 << 12);
  private entryCount = 0;
  /** The last set that met this one: within a walk only the first shared token counts. */
  private readonly metBy: Int32Array;

  constructor({ tokens, ends, tokenCount }: TokenSets, threshold: number) {
    this.tokens = tokens;
    this.ends = ends;
    this.threshold = threshold;
    this.newest = new Int32Array(tokenCount).fill(-1);
    this.metBy = new Int32Array(ends.length).fill(-1);
  }

  findKept(index: number): { keptIndex: number; similarity: number } | null {
    const { tokens, entrySets, entryPositions, entryNext, metBy, threshold } = this;
    const start = this.start(index);
    const size = this.size(index);
    const prefix = this.prefixLength(size);
    let best: { keptIndex: number; similarity: number } | null = null;
    for (let at = 0; at < prefix; at += 1) {
      for (let entry = this.newest[tokens[start + at] ?? 0] ?? -1; entry >= 0; entry = entryNext[entry] ?? -1) {
        const other = entrySets[entry] ?? 0;
        if (metBy[other] === index) continue;
        metBy[other] = index;
        const otherSize = this.size(other);
        // This is the first token that both have, so what follows it bounds the overlap.
        const otherAt = entryPositions[entry] ?? 0;
        const most = 1 + Math.min(size - at - 1, otherSize - otherAt - 1);
        if (jaccard(most, size, otherSize) < threshold) continue;
        const shared = this.countShared(
          start + at,
          this.start(other) + otherAt,
          this.end(index),
          this.end(other),
          size,
          otherSize,
        );
        const similarity = jaccard(shared, size, otherSize);
        if (similarity < threshold) continue;
        const isBetter =
          best === null || similarity > best.similarity || (similarity === best.similarity && other < best.keptIndex);
        if (isBetter) best = { keptIndex: other, similarity };
      }
    }
    return best;
  }

  keep(index: number): void {
    const start = this.start(index);
    const prefix = this.prefixLength(this.size(index));
    for (let at = 0; at < prefix; at += 1) this.addEntry(this.tokens[start + at] ?? 0, index, at);
  }

  /** Overlap of two sets from a shared token on; stops early, with less, when the threshold is out of reach. */
  private countShared(
    from: number,
    otherFrom: number,
    end: number,
    otherEnd: number,
    size: number,
    otherSize: number,
  ): number {
    const { tokens, threshold } = this;
    let at = from + 1;
    let otherAt = otherFrom + 1;
    let shared = 1;
    while (at < end && otherAt < otherEnd) {
      const token = tokens[at] ?? 0;
      const other = tokens[otherAt] ?? 0;
      if (token === other) {
        shared += 1;
        at += 1;
        otherAt += 1;
        continue;
      }
      if (token < other) at += 1;
      else otherAt += 1;
      if (jaccard(shared + Math.min(end - at, otherEnd - otherAt), size, otherSize) < threshold) return shared;
    }
    return shared;
  }

  /**
   * How many of its rarest tokens a set must be found by: two sets that reach the threshold share at least the smallest
   * `n` with n / size ≥ threshold, so they can't differ in more than size - n tokens.
   */
  private prefixLength(size: number): number {
    let least = Math.max(1, Math.floor(this.threshold * size) - 1);
    while (least < size && least / size < this.threshold) least += 1;
    return size - least + 1;
  }

  private addEntry(token: number, index: number, position: number): void {
    if (this.entryCount === this.entrySets.length) {
      this.entrySets = doubled(this.entrySets);
      this.entryPositions = doubled(this.entryPositions);
      this.entryNext = doubled(this.entryNext);
    }
    const entry = this.entryCount;
    this.entryCount += 1;
    this.entrySets[entry] = index;
    this.entryPositions[entry] = position;
    this.entryNext[entry] = this.newest[token] ?? -1;
    this.newest[token] = entry;
  }

  private start(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] ?? 0);
  }

  private end(index: number): number {
    return this.ends[index] ?? 0;
  }

  private size(index: number): number {
    return this.end(index) - this.start(index);
  }
}

/** |A ∩ B| / |A ∪ B|; the quotient of two whole numbers is rounded once, so a threshold such as 0.7 compares exactly. */
function jaccard(shared: number, size: number, otherSize: number): number {
  return shared / (size + otherSize - shared);
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
