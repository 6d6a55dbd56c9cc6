import { doubled } from './word-table.ts';

/** For each run hash, the texts indexed by it, newest first: linked lists in typed arrays behind a hash table. */
export class PostingLists {
  private heads = new Int32Array(1 << 12);
  private hashes = new Int32Array(1 << 12);
  private texts = new Int32Array(1 << 12);
  private positions = new Int32Array(1 << 12);
  private nexts = new Int32Array(1 << 12);
  private size = 0;

  add(hash: number, text: number, position: number): void {
    if (this.size === this.hashes.length) this.grow();
    const entry = this.size;
    this.size += 1;
    this.hashes[entry] = hash;
    this.texts[entry] = text;
    this.positions[entry] = position;
    this.link(entry);
  }

  /** The newest entry for a hash, or -1. */
  first(hash: number): number {
    return this.skip((this.heads[hash & (this.heads.length - 1)] ?? 0) - 1, hash);
  }

  /** The entry after this one for the same hash, or -1. */
  next(entry: number): number {
    return this.skip((this.nexts[entry] ?? 0) - 1, this.hashes[entry] ?? 0);
  }

  text(entry: number): number {
    return this.texts[entry] ?? 0;
  }

  position(entry: number): number {
    return this.positions[entry] ?? 0;
  }

  private skip(entry: number, hash: number): number {
    let at = entry;
    while (at >= 0 && this.hashes[at] !== hash) at = (this.nexts[at] ?? 0) - 1;
    return at;
  }

  private link(entry: number): void {
    const bucket = (this.hashes[entry] ?? 0) & (this.heads.length - 1);
    this.nexts[entry] = this.heads[bucket] ?? 0;
    this.heads[bucket] = entry + 1;
  }

  private grow(): void {
    this.hashes = doubled(this.hashes);
    this.texts = doubled(this.texts);
    this.positions = doubled(this.positions);
    this.nexts = doubled(this.nexts);
    this.heads = new Int32Array(this.hashes.length);
    for (let entry = 0; entry < this.size; entry += 1) this.link(entry);
  }
}
