/** The runs of `length` words of a text. A text with fewer words is a single run. */
export interface Runs {
  words: Int32Array;
  length: number;
  count: number;
}

/** The runs of a text whose words are given as numbers. */
export function runsOf(words: Int32Array, length: number): Runs {
  return words.length < length
    ? { words, length: words.length, count: 1 }
    : { words, length, count: words.length - length + 1 };
}

const base = 0x01000193;

/**
 * A 32-bit hash of every run, in text order: a polynomial of its words that rolls from run to run, mixed at the end.
 * Different runs may share a hash; `isSameRun` decides equality. `into` must have room for all of them.
 */
export function hashRuns({ words, length, count }: Runs, into: Int32Array): void {
  let polynomial = 0;
  let power = 1;
  for (let at = 0; at < length; at += 1) {
    polynomial = (Math.imul(polynomial, base) + mixWord(words[at] ?? 0)) | 0;
    if (at > 0) power = Math.imul(power, base);
  }
  into[0] = mix(polynomial + length);
  for (let at = 1; at < count; at += 1) {
    polynomial = (polynomial - Math.imul(mixWord(words[at - 1] ?? 0), power)) | 0;
    polynomial = (Math.imul(polynomial, base) + mixWord(words[at + length - 1] ?? 0)) | 0;
    into[at] = mix(polynomial + length);
  }
}

function mixWord(word: number): number {
  const spread = Math.imul(word + 1, 0x9e3779b1);
  return spread ^ (spread >>> 15);
}

function mix(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

/** Whether two texts have the same words at these positions. */
export function isSameRun(a: Runs, at: number, b: Runs, otherAt: number): boolean {
  if (a.length !== b.length) return false;
  for (let offset = 0; offset < a.length; offset += 1) {
    if (a.words[at + offset] !== b.words[otherAt + offset]) return false;
  }
  return true;
}
