import { describe, expect, it } from 'vitest';
import { NearDuplicateFinder } from '../../src/build/near-duplicates/find-near-duplicates.ts';
import { normalizePrompt } from '../../src/build/normalize-prompt.ts';
import { makeCandidates } from '../bench/candidates.ts';

const prompts = 5000;
const thresholds = [0.5, 0.55, 0.6, 2 / 3, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

interface Pair {
  index: number;
  earlier: number;
  similarity: number;
}

/** The runs of each text as sorted numbers; the same run has the same number. */
function numberRuns(texts: readonly string[], words: number): Int32Array[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const all = text.split(' ');
    const runs = all.length < words ? [text] : all.slice(words - 1).map((_, at) => all.slice(at, at + words).join(' '));
    const found = runs.map((run) => {
      const number = numbers.get(run) ?? numbers.size;
      numbers.set(run, number);
      return number;
    });
    return Int32Array.from(new Set(found)).toSorted();
  });
}

function countShared(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let at = 0, other = 0; at < a.length && other < b.length;) {
    const difference = (a[at] ?? 0) - (b[other] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) at += 1;
    if (difference >= 0) other += 1;
  }
  return shared;
}

/** Compares every pair. Returns those that reach the lowest threshold, by their later text. */
function comparePairs(sets: readonly Int32Array[], lowest: number): Pair[] {
  const pairs: Pair[] = [];
  for (const [index, set] of sets.entries()) {
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = sets[earlier] ?? new Int32Array();
      const shared = countShared(set, other);
      const similarity = shared / (set.length + other.length - shared);
      if (similarity >= lowest) pairs.push({ index, earlier, similarity });
    }
  }
  return pairs;
}

/** The walk over prompts, from all pairs: a prompt is dropped if it reaches the threshold with a kept one. */
function walk(pairs: readonly Pair[], threshold: number): Map<number, [keptIndex: number, similarity: number]> {
  const dropped = new Map<number, [number, number]>();
  for (const { index, earlier, similarity } of pairs) {
    const best = dropped.get(index)?.[1] ?? 0;
    if (similarity >= threshold && similarity > best && !dropped.has(earlier))
      dropped.set(index, [earlier, similarity]);
  }
  return dropped;
}

describe.for([1, 2, 3, 4, 5])('near-duplicates by %i words', (words) => {
  it.for([11, 12])(`of ${prompts} prompts are those of brute force, seed %i`, (seed) => {
    const texts = [...makeCandidates(prompts, seed)].map((text) => normalizePrompt(text, 2));
    const pairs = comparePairs(numberRuns(texts, words), 0.5);
    for (const threshold of thresholds) {
      const finder = new NearDuplicateFinder({ words, threshold });
      for (const text of texts) finder.add(text);
      const found = finder.find().map(({ index, keptIndex, similarity }) => [index, [keptIndex, similarity]] as const);
      expect(new Map(found), `threshold ${threshold}`).toEqual(walk(pairs, threshold));
      expect(found.length).toBeGreaterThan(200);
    }
  });
});
