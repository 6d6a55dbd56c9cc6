/** Whole numbers in one typed array that grows: a tenth of the memory of a list of lists. */
export class IntList {
  length = 0;
  private values = new Int32Array(1 << 12);

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length] = value;
    this.length += 1;
  }

  /** The values so far, as a view: valid until the next push. */
  view(start = 0, end = this.length): Int32Array {
    return this.values.subarray(start, end);
  }

  truncate(length: number): void {
    this.length = length;
  }

  private grow(): void {
    const larger = new Int32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
