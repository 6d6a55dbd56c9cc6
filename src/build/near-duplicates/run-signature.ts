import { hashRun, isSameRun, type Runs } from './runs.ts';
import type { WordLists } from './word-lists.ts';

/** Counters for hashes of runs: a power of two within these, about four times as many as runs. */
const minCounters = 2 ** 12;
const maxCounters = 2 ** 27;

/**
 * How often each run occurs, roughly: counters shared by hashes only ever count too much, and stop at 255. Any fixed
 * order serves a prefix filter; this one makes it short. A counter of 1 proves that a run occurs once.
 */
export class RunCounts {
  private readonly counters: Uint8Array;

  constructor(texts: WordLists, makeRuns: (words: Int32Array) => Runs) {
    const wanted = 2 ** Math.ceil(Math.log2(texts.wordCount * 4 + 1));
    this.counters = new Uint8Array(Math.min(maxCounters, Math.max(minCounters, wanted)));
    const mask = this.counters.length - 1;
    for (let index = 0; index < texts.length; index += 1) {
      const runs = makeRuns(texts.get(index));
      for (let at = 0; at < runs.count; at += 1) {
        const counter = hashRun(runs, at) & mask;
        const count = this.counters[counter] ?? 0;
        if (count < 255) this.counters[counter] = count + 1;
      }
    }
  }

  get(hash: number): number {
    return this.counters[hash & (this.counters.length - 1)] ?? 0;
  }
}

/** The run hashes of one text from rare to frequent, reused from text to text. */
export class RunSignature {
  /** Exact number of different runs. */
  size = 0;
  /** Number of different hashes; `hash` and `position` take an index below it. */
  hashCount = 0;
  private keys = new Float64Array(1 << 8);
  private positions = new Int32Array(1 << 8);
  private readonly counts: RunCounts;

  constructor(counts: RunCounts) {
    this.counts = counts;
  }

  fill(runs: Runs): void {
    if (runs.count > this.keys.length) {
      this.keys = new Float64Array(runs.count * 2);
      this.positions = new Int32Array(runs.count * 2);
    }
    for (let at = 0; at < runs.count; at += 1) {
      const hash = hashRun(runs, at);
      this.keys[at] = this.counts.get(hash) * 2 ** 32 + (hash >>> 0);
    }
    this.keys.subarray(0, runs.count).sort();
    this.groupEqual(runs);
  }

  hash(index: number): number {
    return (this.keys[index] ?? 0) | 0;
  }

  /** Whether no other text can have this hash. */
  isSingle(index: number): boolean {
    return (this.keys[index] ?? 0) < 2 * 2 ** 32;
  }

  /** How many different runs stand before this hash in the order. */
  position(index: number): number {
    return this.positions[index] ?? 0;
  }

  private groupEqual(runs: Runs): void {
    this.size = 0;
    this.hashCount = 0;
    for (let at = 0; at < runs.count;) {
      const key = this.keys[at] ?? 0;
      let end = at + 1;
      while (end < runs.count && this.keys[end] === key) end += 1;
      this.keys[this.hashCount] = key;
      this.positions[this.hashCount] = this.size;
      this.size += end - at === 1 ? 1 : countDifferent(runs, key | 0);
      this.hashCount += 1;
      at = end;
    }
  }
}

/** Runs with one hash are nearly always the same run again, but it has to be looked at. */
function countDifferent(runs: Runs, hash: number): number {
  const different: number[] = [];
  for (let at = 0; at < runs.count; at += 1) {
    if (hashRun(runs, at) !== hash) continue;
    if (!different.some((other) => isSameRun(runs, at, runs, other))) different.push(at);
  }
  return different.length;
}
