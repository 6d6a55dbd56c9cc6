import { hashRuns, isSameRun, type Runs } from './runs.ts';

const noRuns: Runs = { words: new Int32Array(0), length: 0, count: 0 };

/** The distinct runs of one text, reused from text to text. */
export class RunSet {
  /** Exact number of distinct runs. */
  size = 0;
  /** Hash of each distinct run, in text order, up to `size`. */
  hashes = new Int32Array(1 << 8);
  private runs: Runs = noRuns;
  private positions = new Int32Array(1 << 8);
  /** All hashes of the text that is being added or looked up. */
  private all = new Int32Array(1 << 8);
  /** Index of a run in `hashes` plus one; 0 = free. */
  private slots = new Int32Array(1 << 10);
  /** The lookup that last counted a run, by the run's index in `hashes`. */
  private counted = new Float64Array(1 << 8);
  private lookups = 0;

  fill(runs: Runs): void {
    this.clear();
    this.makeRoom(runs.count);
    this.runs = runs;
    hashRuns(runs, this.all);
    const { all, slots, hashes, positions } = this;
    const mask = slots.length - 1;
    for (let at = 0; at < runs.count; at += 1) {
      const hash = all[at] ?? 0;
      const slot = this.findSlot(hash, runs, at, mask);
      if (slots[slot] !== 0) continue;
      hashes[this.size] = hash;
      positions[this.size] = at;
      this.size += 1;
      slots[slot] = this.size;
    }
  }

  /** Number of distinct runs in both texts. Stops early, with a lower number, once `needed` is out of reach. */
  countShared(other: Runs, needed: number): number {
    this.lookups += 1;
    if (other.count > this.all.length) this.all = new Int32Array(other.count * 2);
    hashRuns(other, this.all);
    const mask = this.slots.length - 1;
    let shared = 0;
    for (let at = 0; at < other.count && shared + other.count - at >= needed; at += 1) {
      const place = (this.slots[this.findSlot(this.all[at] ?? 0, other, at, mask)] ?? 0) - 1;
      if (place < 0 || this.counted[place] === this.lookups) continue;
      this.counted[place] = this.lookups;
      shared += 1;
    }
    return shared;
  }

  /** The slot of a run, or the free one where it belongs. */
  private findSlot(hash: number, runs: Runs, at: number, mask: number): number {
    let slot = hash & mask;
    for (let found = this.slots[slot] ?? 0; found !== 0; found = this.slots[slot] ?? 0) {
      const place = found - 1;
      if (this.hashes[place] === hash && isSameRun(this.runs, this.positions[place] ?? 0, runs, at)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Frees only the used slots, because most texts are short. */
  private clear(): void {
    const mask = this.slots.length - 1;
    for (let place = 0; place < this.size; place += 1) {
      let slot = (this.hashes[place] ?? 0) & mask;
      while (this.slots[slot] !== 0) {
        this.slots[slot] = 0;
        slot = (slot + 1) & mask;
      }
    }
    this.size = 0;
  }

  private makeRoom(count: number): void {
    if (count > this.hashes.length || count > this.all.length) {
      this.hashes = new Int32Array(count * 2);
      this.positions = new Int32Array(count * 2);
      this.all = new Int32Array(count * 2);
      this.counted = new Float64Array(count * 2);
      this.lookups = 0;
    }
    if (count * 2 > this.slots.length) this.slots = new Int32Array(2 ** Math.ceil(Math.log2(count * 4)));
  }
}
