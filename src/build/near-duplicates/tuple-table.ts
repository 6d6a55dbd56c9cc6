/** Gives each pair of numbers a number of its own, counted from 0: exact, with open addressing over typed arrays. */
export class TupleTable {
  size = 0;
  private firsts = new Int32Array(1 << 12);
  private seconds = new Int32Array(1 << 12);
  /** Number of the pair plus one; 0 = free. */
  private numbers = new Int32Array(1 << 12);
  private mask = (1 << 12) - 1;

  number(first: number, second: number): number {
    let slot = this.findSlot(first, second);
    const known = this.numbers[slot] ?? 0;
    if (known !== 0) return known - 1;
    if (this.size * 2 > this.mask) {
      this.grow();
      slot = this.findSlot(first, second);
    }
    this.firsts[slot] = first;
    this.seconds[slot] = second;
    this.size += 1;
    this.numbers[slot] = this.size;
    return this.size - 1;
  }

  private findSlot(first: number, second: number): number {
    let slot = mix(first, second) & this.mask;
    while (this.numbers[slot] !== 0 && (this.firsts[slot] !== first || this.seconds[slot] !== second)) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }

  private grow(): void {
    const { firsts, seconds, numbers } = this;
    const capacity = numbers.length * 2;
    this.firsts = new Int32Array(capacity);
    this.seconds = new Int32Array(capacity);
    this.numbers = new Int32Array(capacity);
    this.mask = capacity - 1;
    for (let old = 0; old < numbers.length; old += 1) {
      const number = numbers[old] ?? 0;
      if (number === 0) continue;
      const [first, second] = [firsts[old] ?? 0, seconds[old] ?? 0];
      const slot = this.findSlot(first, second);
      this.firsts[slot] = first;
      this.seconds[slot] = second;
      this.numbers[slot] = number;
    }
  }
}

function mix(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
