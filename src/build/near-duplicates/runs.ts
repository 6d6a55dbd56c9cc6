/** The runs of `length` words of a text; a text with fewer words is its own single run. */
export interface Runs {
  words: Int32Array;
  length: number;
  count: number;
}

/** The runs of a text given as numbers of words. */
export function runsOf(words: Int32Array, length: number): Runs {
  return words.length < length
    ? { words, length: words.length, count: 1 }
    : { words, length, count: words.length - length + 1 };
}

/** 32 bits of hash of the run at a position. Different runs may share it: equality is for `isSameRun`. */
export function hashRun({ words, length }: Runs, at: number): number {
  let hash = length;
  for (let offset = 0; offset < length; offset += 1) {
    hash = Math.imul(hash ^ (words[at + offset] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Whether two texts have the same words at these positions. */
export function isSameRun(a: Runs, at: number, b: Runs, otherAt: number): boolean {
  if (a.length !== b.length) return false;
  for (let offset = 0; offset < a.length; offset += 1) {
    if (a.words[at + offset] !== b.words[otherAt + offset]) return false;
  }
  return true;
}

/** The different runs of one text, to count how many of them another text has. Reused from text to text. */
export class RunTable {
  private runs: Runs = { words: new Int32Array(0), length: 0, count: 0 };
  /** Position of a run plus one; 0 = free. */
  private slots = new Int32Array(1 << 8);
  /** The lookup that counted the run of a slot. */
  private counted = new Float64Array(1 << 8);
  private lookups = 0;

  fill(runs: Runs): void {
    this.runs = runs;
    const capacity = 2 ** Math.ceil(Math.log2(runs.count * 2 + 2));
    if (capacity > this.slots.length) {
      this.slots = new Int32Array(capacity);
      this.counted = new Float64Array(capacity);
    }
    this.slots.fill(0);
    for (let at = 0; at < runs.count; at += 1) {
      const slot = this.findSlot(runs, at);
      if (this.slots[slot] === 0) this.slots[slot] = at + 1;
    }
  }

  /** How many different runs both texts have; counting ends, with too few, once `needed` is out of reach. */
  countShared(other: Runs, needed: number): number {
    this.lookups += 1;
    let shared = 0;
    for (let at = 0; at < other.count && shared + other.count - at >= needed; at += 1) {
      const slot = this.findSlot(other, at);
      if (this.slots[slot] === 0 || this.counted[slot] === this.lookups) continue;
      this.counted[slot] = this.lookups;
      shared += 1;
    }
    return shared;
  }

  private findSlot(runs: Runs, at: number): number {
    const mask = this.slots.length - 1;
    let slot = hashRun(runs, at) & mask;
    for (let found = this.slots[slot] ?? 0; found !== 0; found = this.slots[slot] ?? 0) {
      if (isSameRun(this.runs, found - 1, runs, at)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
