import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const vocabularySize = 50_000;
/** Copies are made of this many latest originals. */
const remembered = 20_000;

/** Uniform numbers below 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Prompts like those people collect: Zipf-distributed words, log-normal lengths around 35 words. A tenth are exact
 * copies of others, and a tenth are copies with one to three words replaced.
 */
export function* makeCandidates(count: number, seed: number): Generator<string> {
  const random = createRandom(seed);
  const word = makeWords(random);
  const originals: string[][] = [];
  const pick = (): string[] => originals[Math.floor(random() * originals.length)] ?? [];
  for (let index = 0; index < count; index += 1) {
    const kind = originals.length === 0 ? 1 : random();
    if (kind < 0.1) {
      yield pick().join(' ');
    } else if (kind < 0.2) {
      const edited = [...pick()];
      const edits = 1 + Math.floor(random() * 3);
      for (let edit = 0; edit < edits; edit += 1) edited[Math.floor(random() * edited.length)] = word();
      yield edited.join(' ');
    } else {
      const length = Math.round(Math.exp(Math.log(35) + 0.6 * normal(random)));
      const words = Array.from({ length: Math.max(5, Math.min(400, length)) }, word);
      originals[index % remembered] = words;
      yield words.join(' ');
    }
  }
}

function makeWords(random: () => number): () => string {
  const cumulated = new Float64Array(vocabularySize);
  let sum = 0;
  for (let rank = 0; rank < vocabularySize; rank += 1) {
    sum += 1 / (rank + 3);
    cumulated[rank] = sum;
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = vocabularySize - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return spell(low);
  };
}

function spell(rank: number): string {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / 26)) word += String.fromCharCode(97 + (rest % 26));
  return `${word}${'aeiou'[rank % 5] ?? ''}`;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Writes candidates as JSON Lines with the column `prompt`. */
export async function writeCandidates(path: string, count: number, seed: number): Promise<void> {
  const file = createWriteStream(path);
  let lines = '';
  for (const prompt of makeCandidates(count, seed)) {
    lines += `${JSON.stringify({ prompt })}\n`;
    if (lines.length < 2 ** 20) continue;
    if (!file.write(lines)) await once(file, 'drain');
    lines = '';
  }
  file.end(lines);
  await once(file, 'finish');
}
