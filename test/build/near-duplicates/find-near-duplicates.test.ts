import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type NearDuplicate,
  NearDuplicateFinder,
  type NearDuplicateRule,
} from '../../../src/build/near-duplicates/find-near-duplicates.ts';

function find(texts: readonly string[], rule: NearDuplicateRule): NearDuplicate[] {
  const finder = new NearDuplicateFinder(rule);
  for (const text of texts) finder.add(text);
  return finder.find();
}

/** The definition, written as plainly as possible. */
function findByBruteForce(texts: readonly string[], { words, threshold }: NearDuplicateRule): NearDuplicate[] {
  const sets = texts.map((text) => runSet(text, words));
  const kept: number[] = [];
  const found: NearDuplicate[] = [];
  for (const [index, set] of sets.entries()) {
    const matches = kept
      .map((keptIndex) => ({ index, keptIndex, similarity: similarity(set, sets[keptIndex] ?? new Set()) }))
      .filter((match) => match.similarity >= threshold)
      .toSorted((a, b) => b.similarity - a.similarity || a.keptIndex - b.keptIndex);
    const [best] = matches;
    if (best === undefined) kept.push(index);
    else found.push(best);
  }
  return found;
}

function runSet(text: string, words: number): Set<string> {
  const all = text.split(' ');
  if (all.length < words) return new Set([text]);
  return new Set(all.slice(words - 1).map((_, at) => all.slice(at, at + words).join(' ')));
}

function similarity(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((run) => b.has(run)).length;
  return shared / (a.size + b.size - shared);
}

const rule = fc.record({
  words: fc.integer({ min: 1, max: 5 }),
  threshold: fc.oneof(
    fc.constantFrom(0.5, 0.6, 2 / 3, 0.7, 0.75, 0.8, 0.9, 0.95, 1),
    fc.double({ min: 0.5, max: 0.95, noNaN: true }),
  ),
});

/** Texts of few different words, many of them edits of each other; purely random texts would never be similar. */
function similarTexts(vocabulary: number): fc.Arbitrary<string[]> {
  const word = fc.nat(vocabulary).map((number) => `w${number}`);
  const text = fc.array(word, { minLength: 1, maxLength: 40 });
  const edit = fc.record({ at: fc.nat(40), word, remove: fc.nat(2) });
  const family = fc.tuple(text, fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 6 }));
  return fc.array(family, { maxLength: 12 }).map((families) =>
    families.flatMap(([base, variants]) => [
      base.join(' '),
      ...variants.map((edits) => {
        const words = [...base];
        for (const { at, word: inserted, remove } of edits) words.splice(at % words.length, remove, inserted);
        return words.join(' ');
      }),
    ]),
  );
}

describe('NearDuplicateFinder', () => {
  test.each([3, 30, 3000])('finds what the definition says, %i different words', (vocabulary) => {
    fc.assert(
      fc.property(similarTexts(vocabulary), rule, (texts, settings) => {
        expect(find(texts, settings)).toEqual(findByBruteForce(texts, settings));
      }),
      { numRuns: 200 },
    );
  });

  test('finds the same among thousands, after the tables have grown', () => {
    let state = 7;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const texts: string[] = [];
    for (let index = 0; index < 2500; index += 1) {
      const base = texts[Math.floor(random() * texts.length * 3)]?.split(' ');
      const words =
        base ?? Array.from({ length: 5 + Math.floor(random() * 40) }, () => `w${Math.floor(random() * 9000)}`);
      words[Math.floor(random() * words.length)] = `w${Math.floor(random() * 9000)}`;
      texts.push(words.join(' '));
    }
    const settings = { words: 2, threshold: 0.7 };
    const found = find(texts, settings);
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(findByBruteForce(texts, settings));
  });

  test.each([
    [
      'the threshold itself counts',
      ['a b c d e f g h i j', 'a b c d e f g h i j k'],
      { words: 1, threshold: 10 / 11 },
      1,
    ],
    ['just below it does not', ['a b c d e f g h i j', 'a b c d e f g h i j k'], { words: 1, threshold: 0.91 }, 0],
    ['7 of 10 reach 0.7', ['a b c d e f g', 'a b c d e f g x y z'], { words: 1, threshold: 0.7 }, 1],
    ['short texts equal only themselves', ['a b', 'a b c', 'b a', 'a b'], { words: 3, threshold: 0.5 }, 1],
    ['order of words matters from two words on', ['a b c d', 'd c b a'], { words: 2, threshold: 0.5 }, 0],
    ['and not for one', ['a b c d', 'd c b a'], { words: 1, threshold: 0.5 }, 1],
  ])('%s', (_, texts, settings, count) => {
    expect(find(texts, settings)).toHaveLength(count);
  });

  test('names the most similar kept text', () => {
    const texts = ['a b c d x y', 'a b c d e z', 'a b c d e y'];
    expect(find(texts, { words: 1, threshold: 0.6 })).toEqual([{ index: 2, keptIndex: 0, similarity: 5 / 7 }]);
  });
});
