import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PreferenceExport } from '../../../src/model.ts';
import { choosePairs, type PromptPair } from '../../../src/release/exports/choose-pairs.ts';
import { type RankedPrompt, rankPrompts } from '../../../src/release/tables/released-prompts.ts';
import { prompt, rankedItem } from '../release-input.ts';
import { simulateRelease } from '../simulated-release.ts';

/** Prompts with these intervals, alternating between two sources and two kinds. */
function ranked(intervals: readonly (readonly [low: number, high: number] | null)[]): RankedPrompt[] {
  return intervals.map((interval, index) => {
    const id = `p${String(index).padStart(4, '0')}`;
    const [low, high] = interval ?? [null, null];
    const score = low === null || high === null ? null : (low + high) / 2;
    return {
      prompt: prompt(id, { source: `s${index % 2}`, kind: index % 3 === 0 ? 'human' : 'synthetic' }),
      item: rankedItem(id, index + 1, { score, scoreLow: low, scoreHigh: high }),
      rank: index + 1,
    };
  });
}

const intervals = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 12 })) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  { maxLength: 60 },
);
const campaigns = intervals.map((list) =>
  ranked(list.map((pair) => (pair === null ? null : ([1 + pair[0] / 10, 1 + (pair[0] + pair[1]) / 10] as const)))),
);
const settings: fc.Arbitrary<PreferenceExport> = fc.record({
  max: fc.integer({ min: 1, max: 400 }),
  within: fc.constantFrom('any', 'source', 'kind'),
});

function isPair(a: RankedPrompt, b: RankedPrompt, within: PreferenceExport['within']): boolean {
  const fits = within === 'any' || a.prompt[within] === b.prompt[within];
  return fits && (a.item.scoreLow ?? Number.NaN) > (b.item.scoreHigh ?? Number.NaN);
}

const ids = (pairs: readonly PromptPair[]): string[] =>
  pairs.map(({ chosen, rejected }) => `${chosen.prompt.id} ${rejected.prompt.id}`);

function countUses(pairs: readonly PromptPair[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { prompt: own } of pairs.flatMap(({ chosen, rejected }) => [chosen, rejected])) {
    uses.set(own.id, (uses.get(own.id) ?? 0) + 1);
  }
  return uses;
}

describe('choosePairs', () => {
  it('gives different pairs with separate intervals: all there are, or as many as asked for', () => {
    fc.assert(
      fc.property(campaigns, settings, fc.nat(), (rows, { max, within }, seed) => {
        const pairs = choosePairs(rows, { max, within }, seed);
        for (const { chosen, rejected } of pairs) expect(isPair(chosen, rejected, within)).toBe(true);
        expect(new Set(ids(pairs)).size).toBe(pairs.length);
        const all = rows.flatMap((a) => rows.filter((b) => isPair(a, b, within)));
        expect(pairs).toHaveLength(Math.min(max, all.length));
      }),
    );
  });

  it('gives the same pairs for any order of the prompts, and others for another seed', () => {
    fc.assert(
      fc.property(
        campaigns.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        settings,
        ([rows, shuffled], own) => {
          expect(ids(choosePairs(shuffled, own, 7))).toEqual(ids(choosePairs(rows, own, 7)));
        },
      ),
    );
    const rows = ranked(Array.from({ length: 100 }, (_, index) => [index, index + 10] as const));
    const own = { max: 50, within: 'any' } as const;
    expect(ids(choosePairs(rows, own, 1))).not.toEqual(ids(choosePairs(rows, own, 2)));
  });

  it('uses all prompts as evenly as possible, also within the first pairs', () => {
    // Each can be separated from at least 40 others, and the ends from all but a few.
    const rows = ranked(Array.from({ length: 100 }, (_, index) => [index, index + 30] as const));
    const pairs = choosePairs(rows, { max: 500, within: 'any' }, 42);
    for (const first of [50, 150, 500]) {
      const uses = [...countUses(pairs.slice(0, first)).values()];
      expect(Math.max(...uses)).toBeLessThanOrEqual((2 * first) / 100 + 1);
    }
    expect(Math.min(...countUses(pairs).values())).toBeGreaterThanOrEqual(9);
  });

  it('does not repeat the best prompts in a real campaign', () => {
    const { input } = simulateRelease({});
    const uses = countUses(choosePairs(rankPrompts(input), { max: 600, within: 'any' }, 42));
    // 600 pairs of the 300 prompts mean four uses each; some in the middle can't be separated from any other.
    expect(uses.size).toBeGreaterThan(250);
    expect(Math.max(...uses.values())).toBeLessThanOrEqual(10);
  });

  it('repeats a prompt if nothing else can be separated from the others', () => {
    const rows = ranked([[4, 5], ...Array.from({ length: 20 }, () => [1, 3] as const)]);
    const pairs = choosePairs(rows, { max: 100, within: 'any' }, 42);
    expect(pairs).toHaveLength(20);
    expect(new Set(pairs.map(({ chosen }) => chosen.prompt.id))).toEqual(new Set(['p0000']));
  });

  it('counts touching intervals as overlapping', () => {
    expect(choosePairs(ranked([[3, 4], [2, 3], null]), { max: 9, within: 'any' }, 1)).toEqual([]);
  });
});
