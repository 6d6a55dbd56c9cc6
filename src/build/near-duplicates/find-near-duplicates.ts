import { PostingLists } from './posting-lists.ts';
import { Prefixes } from './prefixes.ts';
import { RunFrequency } from './run-frequency.ts';
import { RunSet } from './run-set.ts';
import { type Runs, runsOf } from './runs.ts';
import { WordLists } from './word-lists.ts';

/** A text that is too similar to a kept text before it. */
export interface NearDuplicate {
  index: number;
  /** The most similar of the kept texts before it; the first of them in a tie. */
  keptIndex: number;
  similarity: number;
}

export interface NearDuplicateRule {
  /** Words in a run. */
  words: number;
  /** Two texts are duplicates from this Jaccard similarity of their sets of runs. Above 0. */
  threshold: number;
}

/**
 * Collects normalized texts, then walks them in order and drops each whose similarity to a kept one is at least the
 * threshold. So no two kept texts reach it, and each dropped text reaches it with a kept one. Exact: the prefix filter
 * of AllPairs (Bayardo, Ma, Srikant 2007) and the positional filter of PPJoin (Xiao, Wang, Lin, Yu 2008) skip only
 * pairs that can't reach it. Hashes of runs only choose pairs, which are then compared word by word.
 */
export class NearDuplicateFinder {
  private readonly rule: NearDuplicateRule;
  private readonly texts = new WordLists();
  private readonly staying = new Set<number>();

  constructor(rule: NearDuplicateRule) {
    this.rule = rule;
  }

  /** A text with `stays` is always kept. */
  add(text: string, { stays = false } = {}): void {
    if (stays) this.staying.add(this.texts.length);
    this.texts.add(text);
  }

  find(): NearDuplicate[] {
    const steps = this.findInSteps();
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** Same as `find`, with pauses: yields how many texts are done. The first half of the count prepares them. */
  *findInSteps(): Generator<{ done: number; total: number }, NearDuplicate[]> {
    const { length } = this.texts;
    const walk = new Walk(this.texts, this.rule);
    const found: NearDuplicate[] = [];
    for (let index = 0; index < length; index += 1) {
      walk.prepare(index);
      if (index % textsPerStep === textsPerStep - 1) yield { done: Math.floor((index + 1) / 2), total: length };
    }
    walk.finishPreparing();
    for (let index = 0; index < length; index += 1) {
      const match = walk.visit(index, this.staying.has(index));
      if (match !== null) found.push({ index, ...match });
      if (index % textsPerStep === textsPerStep - 1)
        yield { done: Math.floor((length + index + 1) / 2), total: length };
    }
    return found;
  }
}

/** Takes some hundredths of a second, or a few tenths if many texts are similar. */
const textsPerStep = 500;

type Match = Omit<NearDuplicate, 'index'>;

class Walk {
  private readonly texts: WordLists;
  private readonly rule: NearDuplicateRule;
  private readonly prefixes: Prefixes;
  private readonly set = new RunSet();
  private readonly kept = new PostingLists();
  /** Number of distinct runs of each text. */
  private readonly sizes: Int32Array;
  /** The last text compared with this one, so that a pair is examined only at its rarest common run. */
  private readonly metBy: Int32Array;

  constructor(texts: WordLists, rule: NearDuplicateRule) {
    this.texts = texts;
    this.rule = rule;
    this.sizes = new Int32Array(texts.length);
    this.metBy = new Int32Array(texts.length).fill(-1);
    this.prefixes = new Prefixes(texts.length, this.sampleFrequency());
  }

  /** Call for every text, in order, before visiting the first. */
  prepare(index: number): void {
    this.set.fill(this.runs(index));
    const { size, hashes } = this.set;
    this.sizes[index] = size;
    this.prefixes.add(hashes, size, prefixLength(size, this.rule.threshold));
  }

  finishPreparing(): void {
    this.prefixes.finish();
  }

  /** The kept text that this one is too similar to; null if there is none, and then this one is kept. */
  visit(index: number, stays: boolean): Match | null {
    const match = stays ? null : this.findKept(index);
    if (match === null) this.keep(index);
    return match;
  }

  private sampleFrequency(): RunFrequency {
    const frequency = new RunFrequency();
    for (let index = 0; index < this.texts.length; index += 1) {
      if (!RunFrequency.isSampled(index, this.texts.length)) continue;
      this.set.fill(this.runs(index));
      for (let at = 0; at < this.set.size; at += 1) frequency.add(this.set.hashes[at] ?? 0);
    }
    return frequency;
  }

  private findKept(index: number): Match | null {
    const { prefixes, kept, metBy, rule } = this;
    const size = this.sizes[index] ?? 0;
    const start = prefixes.start(index);
    const end = prefixes.end(index);
    let best: Match | null = null;
    let isFilled = false;
    for (let at = start; at < end; at += 1) {
      const hash = prefixes.hash(at);
      if (!prefixes.isRepeated(hash)) continue;
      for (let entry = kept.first(hash); entry >= 0; entry = kept.next(entry)) {
        const other = kept.text(entry);
        if (metBy[other] === index) continue;
        metBy[other] = index;
        const otherSize = this.sizes[other] ?? 0;
        // Nothing before this run is shared, so the rest on both sides bounds the overlap.
        const most = Math.min(size - (at - start), otherSize - kept.position(entry));
        const needed = leastShared(size, otherSize, rule.threshold);
        if (most < needed) continue;
        if (!isFilled) this.set.fill(this.runs(index));
        isFilled = true;
        const shared = this.set.countShared(this.runs(other), needed);
        if (shared < needed) continue;
        const similarity = jaccard(shared, size, otherSize);
        const isBetter = best === null || similarity > best.similarity;
        const isEarlier = best !== null && similarity === best.similarity && other < best.keptIndex;
        if (isBetter || isEarlier) best = { keptIndex: other, similarity };
      }
    }
    return best;
  }

  private keep(index: number): void {
    const { prefixes } = this;
    const start = prefixes.start(index);
    for (let at = start; at < prefixes.end(index); at += 1) {
      const hash = prefixes.hash(at);
      if (prefixes.isRepeated(hash)) this.kept.add(hash, index, at - start);
    }
  }

  private runs(index: number): Runs {
    return runsOf(this.texts.get(index), this.rule.words);
  }
}

/**
 * How many of a text's rarest runs to index: two texts that reach the threshold share at least the smallest `n` with n
 * / size ≥ threshold, so they differ in at most size - n of its runs.
 */
function prefixLength(size: number, threshold: number): number {
  let least = Math.max(1, Math.floor(threshold * size) - 1);
  while (least < size && least / size < threshold) least += 1;
  return size - least + 1;
}

/** The fewest runs that two texts of these sizes must share to reach the threshold; too many if they can't. */
function leastShared(size: number, otherSize: number, threshold: number): number {
  let shared = Math.max(1, Math.floor((threshold / (1 + threshold)) * (size + otherSize)) - 1);
  while (jaccard(shared, size, otherSize) < threshold) shared += 1;
  return shared;
}

/** A ∩ B| / |A ∪ B|. The quotient of two integers is rounded once, so a threshold such as 0.7 compares exactly. */
function jaccard(shared: number, size: number, otherSize: number): number {
  return shared / (size + otherSize - shared);
}
