import { IntList } from './int-list.ts';
import { TupleTable } from './tuple-table.ts';

/** Sets of whole numbers, one after the other: set `i` is `tokens` from `ends[i - 1]` (0 for the first) to `ends[i]`. */
export interface TokenSets {
  /** Ascending inside each set; a token's number is the higher the more sets have it. */
  tokens: Int32Array;
  ends: Int32Array;
  /** Number of different tokens. */
  tokenCount: number;
}

/** Turns normalized texts into sets of their runs of `words` words; a text with fewer words is its own single run. */
export class RunSets {
  private readonly wordCount: number;
  private readonly words = new Map<string, number>();
  private readonly shortTexts = new Map<string, number>();
  /** Table `k` numbers the runs of `k + 2` words, each a run one word shorter and its last word. */
  private readonly tables: TupleTable[];
  private readonly tokens = new IntList();
  private readonly ends = new IntList();

  constructor(wordCount: number) {
    this.wordCount = wordCount;
    this.tables = Array.from({ length: wordCount - 1 }, () => new TupleTable());
  }

  add(text: string): void {
    const words = text.split(' ');
    const start = this.tokens.length;
    if (words.length < this.wordCount) {
      // Negative, because numbers of runs are not: a short text equals only the same short text.
      this.tokens.push(-1 - numberOf(this.shortTexts, text));
    } else {
      this.addRuns(words.map((word) => numberOf(this.words, word)));
      this.tokens.truncate(start + sortUnique(this.tokens.view(start)));
    }
    this.ends.push(this.tokens.length);
  }

  /** The sets with tokens renumbered from rarest to most frequent. Takes the memory over: add nothing afterwards. */
  finish(): TokenSets {
    const tokens = this.tokens.view();
    const shift = this.shortTexts.size;
    const runCount = this.tables.at(-1)?.size ?? this.words.size;
    this.words.clear();
    this.tables.length = 0;
    const frequencies = new Int32Array(shift + runCount);
    for (const token of tokens) frequencies[token + shift] = (frequencies[token + shift] ?? 0) + 1;
    const ranks = rankByFrequency(frequencies);
    for (let at = 0; at < tokens.length; at += 1) tokens[at] = ranks[(tokens[at] ?? 0) + shift] ?? 0;
    const ends = this.ends.view();
    for (let set = 0; set < ends.length; set += 1) tokens.subarray(set === 0 ? 0 : ends[set - 1], ends[set]).sort();
    return { tokens, ends, tokenCount: frequencies.length };
  }

  private addRuns(words: readonly number[]): void {
    let runs = words;
    for (const [index, table] of this.tables.entries()) {
      const shorter = runs;
      runs = shorter.slice(0, -1).map((run, at) => table.number(run, words[at + index + 1] ?? 0));
    }
    for (const run of runs) this.tokens.push(run);
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

/** Sorts in place, moves the different values to the front, and returns how many they are. */
function sortUnique(values: Int32Array): number {
  values.sort();
  let count = 0;
  for (const value of values) {
    if (count > 0 && values[count - 1] === value) continue;
    values[count] = value;
    count += 1;
  }
  return count;
}

/** Counting sort: rank 0 is the rarest, ties by number. */
function rankByFrequency(frequencies: Int32Array): Int32Array {
  let max = 0;
  for (const frequency of frequencies) max = Math.max(max, frequency);
  const starts = new Int32Array(max + 2);
  for (const frequency of frequencies) starts[frequency + 1] = (starts[frequency + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  return frequencies.map((frequency) => {
    const rank = starts[frequency] ?? 0;
    starts[frequency] = rank + 1;
    return rank;
  });
}
