/** Gives each distinct word a number, from 0. It reads words in place, without making a string for each. */
export class WordTable {
  private size = 0;
  /** Number of the word plus one; 0 = free. */
  private slots = new Int32Array(1 << 12);
  private hashes = new Int32Array(1 << 11);
  /** Word `n` is the UTF-16 units of `letters` from `ends[n - 1]` (0 for the first) to `ends[n]`. */
  private ends = new Int32Array(1 << 11);
  private letters = new Uint16Array(1 << 14);

  /** The number of the word from `start` to `end` of the text, whose `hashLetter` fold is `hash`. */
  number(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = spread(hash) & mask;
    for (let found = this.slots[slot] ?? 0; found !== 0; found = this.slots[slot] ?? 0) {
      if (this.hashes[found - 1] === hash && this.isWord(found - 1, text, start, end)) return found - 1;
      slot = (slot + 1) & mask;
    }
    this.add(text, start, end, hash);
    this.slots[slot] = this.size;
    if (this.size * 2 >= this.slots.length) this.grow();
    return this.size - 1;
  }

  private isWord(word: number, text: string, start: number, end: number): boolean {
    const from = word === 0 ? 0 : (this.ends[word - 1] ?? 0);
    if ((this.ends[word] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) {
      if (this.letters[from + at - start] !== text.charCodeAt(at)) return false;
    }
    return true;
  }

  private add(text: string, start: number, end: number, hash: number): void {
    const from = this.size === 0 ? 0 : (this.ends[this.size - 1] ?? 0);
    const to = from + end - start;
    if (to > this.letters.length) {
      const larger = new Uint16Array(Math.max(to, this.letters.length * 2));
      larger.set(this.letters);
      this.letters = larger;
    }
    for (let at = start; at < end; at += 1) this.letters[from + at - start] = text.charCodeAt(at);
    this.hashes[this.size] = hash;
    this.ends[this.size] = to;
    this.size += 1;
  }

  private grow(): void {
    this.hashes = doubled(this.hashes);
    this.ends = doubled(this.ends);
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let word = 0; word < this.size; word += 1) {
      let slot = spread(this.hashes[word] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = word + 1;
    }
    this.slots = slots;
  }
}

/** One step of FNV-1a over UTF-16 units. */
export function hashLetter(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** A copy of twice the size. */
export function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
