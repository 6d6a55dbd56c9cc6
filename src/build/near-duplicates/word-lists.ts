import { doubled, hashLetter, WordTable } from './word-table.ts';

const blockWords = 1 << 20;
const space = 0x20;

/** Texts as word numbers, four bytes per word, in blocks, so that growing never copies existing data. */
export class WordLists {
  /** Number of texts. */
  length = 0;
  /** Words in all texts. */
  wordCount = 0;
  private readonly table = new WordTable();
  private readonly blocks: Int32Array[] = [];
  private blockEnd = 0;
  private blockOf = new Int32Array(1 << 12);
  private startOf = new Int32Array(1 << 12);
  private endOf = new Int32Array(1 << 12);

  /** Adds a text whose words are separated by single spaces. */
  add(text: string): void {
    const block = this.roomFor(text.length + 1);
    const start = this.blockEnd;
    let end = start;
    let wordStart = 0;
    let hash = 0;
    for (let at = 0; at <= text.length; at += 1) {
      const unit = at < text.length ? text.charCodeAt(at) : space;
      if (unit !== space) {
        hash = hashLetter(hash, unit);
        continue;
      }
      block[end] = this.table.number(text, wordStart, at, hash);
      end += 1;
      wordStart = at + 1;
      hash = 0;
    }
    this.addPlace(start, end);
  }

  /** The words of a text, as a view. */
  get(index: number): Int32Array {
    const block = this.blocks[this.blockOf[index] ?? 0] ?? new Int32Array(0);
    return block.subarray(this.startOf[index], this.endOf[index]);
  }

  private addPlace(start: number, end: number): void {
    if (this.length === this.blockOf.length) {
      this.blockOf = doubled(this.blockOf);
      this.startOf = doubled(this.startOf);
      this.endOf = doubled(this.endOf);
    }
    this.blockOf[this.length] = this.blocks.length - 1;
    this.startOf[this.length] = start;
    this.endOf[this.length] = end;
    this.length += 1;
    this.blockEnd = end;
    this.wordCount += end - start;
  }

  /** The last block, or a new one if the last may be too small: a text must fit in one block. */
  private roomFor(words: number): Int32Array {
    const last = this.blocks.at(-1);
    if (last !== undefined && last.length - this.blockEnd >= words) return last;
    const block = new Int32Array(Math.max(blockWords, words));
    this.blocks.push(block);
    this.blockEnd = 0;
    return block;
  }
}
