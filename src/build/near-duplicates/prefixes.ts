import type { RunFrequency } from './run-frequency.ts';
import { doubled } from './word-table.ts';

/** The rarest runs of each text, by which it is indexed: their hashes, rarest first. */
export class Prefixes {
  private hashes = new Int32Array(1 << 16);
  private ends: Int32Array;
  private count = 0;
  private texts = 0;
  private keys = new Float64Array(1 << 8);
  private once = new Int32Array(1);
  private repeated = new Int32Array(1);
  private mask = 0;
  private readonly frequency: RunFrequency;

  constructor(texts: number, frequency: RunFrequency) {
    this.ends = new Int32Array(texts);
    this.frequency = frequency;
  }

  /** Takes the `length` rarest of the first `size` hashes as the prefix of the next text. */
  add(hashes: Int32Array, size: number, length: number): void {
    if (size > this.keys.length) this.keys = new Float64Array(size * 2);
    const { keys, frequency } = this;
    for (let at = 0; at < size; at += 1) {
      const hash = hashes[at] ?? 0;
      keys[at] = frequency.get(hash) * 2 ** 32 + (hash >>> 0);
    }
    if (length < size) select(keys, size, length);
    keys.subarray(0, length).sort();
    while (this.count + length > this.hashes.length) this.hashes = doubled(this.hashes);
    for (let at = 0; at < length; at += 1) this.hashes[this.count + at] = (keys[at] ?? 0) | 0;
    this.count += length;
    this.ends[this.texts] = this.count;
    this.texts += 1;
  }

  /** Call after the last text. Finds the hashes that occur only once and so lead to no other text. */
  finish(): void {
    const bits = 2 ** Math.min(32, Math.max(10, Math.ceil(Math.log2(this.count * 16 + 1))));
    this.mask = bits / 32 - 1;
    this.once = new Int32Array(bits / 32);
    this.repeated = new Int32Array(bits / 32);
    for (let at = 0; at < this.count; at += 1) {
      const hash = this.hashes[at] ?? 0;
      const word = (hash >>> 5) & this.mask;
      const bit = 1 << hash;
      const seen = this.once[word] ?? 0;
      if ((seen & bit) === 0) this.once[word] = seen | bit;
      else this.repeated[word] = (this.repeated[word] ?? 0) | bit;
    }
  }

  start(text: number): number {
    return text === 0 ? 0 : (this.ends[text - 1] ?? 0);
  }

  end(text: number): number {
    return this.ends[text] ?? 0;
  }

  hash(at: number): number {
    return this.hashes[at] ?? 0;
  }

  /** false = no other text is indexed by this hash. */
  isRepeated(hash: number): boolean {
    return ((this.repeated[(hash >>> 5) & this.mask] ?? 0) & (1 << hash)) !== 0;
  }
}

/** Moves the `length` smallest of the first `size` keys to the front, in any order (Hoare's quickselect). */
function select(keys: Float64Array, size: number, length: number): void {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const pivot = keys[(low + high) >>> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((keys[left] ?? 0) < pivot) left += 1;
      while ((keys[right] ?? 0) > pivot) right -= 1;
      if (left > right) break;
      const moved = keys[left] ?? 0;
      keys[left] = keys[right] ?? 0;
      keys[right] = moved;
      left += 1;
      right -= 1;
    }
    if (length - 1 <= right) high = right;
    else if (length - 1 >= left) low = left;
    else return;
  }
}
