import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCertainty } from '../../../src/release/exports/certainty.ts';
import { selectSeedPrompts } from '../../../src/release/exports/top-table.ts';
import { rankPrompts } from '../../../src/release/tables/released-prompts.ts';
import { trueScores } from '../../rank/true-scores.ts';
import { simulateRelease } from '../simulated-release.ts';

const item = { score: 4, scoreLow: 3, scoreHigh: 4.5 };

describe('findCertainty', () => {
  it.each([
    [3, 0.975],
    [4, 0.5],
    [4.5, 0.025],
    [3.5, 0.836452],
    [1, 1],
    [5, 0.000044],
  ])('that the score is at least %d is %d', (threshold, certainty) => {
    expect(findCertainty(item, threshold)).toBeCloseTo(certainty, 6);
  });

  it('is unknown without an interval, and full or none without width', () => {
    expect(findCertainty({ score: 4, scoreLow: null, scoreHigh: null }, 3)).toBeNull();
    expect(findCertainty({ score: null, scoreLow: null, scoreHigh: null }, 3)).toBeNull();
    const exact = { score: 4, scoreLow: 4, scoreHigh: 4 };
    expect([3.9, 4, 4.1].map((threshold) => findCertainty(exact, threshold))).toEqual([1, 1, 0]);
  });

  it('falls as the threshold rises', () => {
    const place = fc.double({ min: 1, max: 5, noNaN: true });
    fc.assert(
      fc.property(place, place, place, place, place, (a, b, c, d, e) => {
        const [scoreLow = 1, score = 1, scoreHigh = 1] = [a, b, c].toSorted((x, y) => x - y);
        const [low = 1, high = 1] = [d, e].toSorted((x, y) => x - y);
        const own = { score, scoreLow, scoreHigh };
        expect(findCertainty(own, low) ?? 0).toBeGreaterThanOrEqual(findCertainty(own, high) ?? 1);
      }),
    );
  });
});

describe('selectSeedPrompts', () => {
  it.each([
    [4, 0.9],
    [3.5, 0.8],
    [3, 0.5],
  ])('holds prompts of score %d or more in at least that share of cases: certainty %d', (score, certainty) => {
    const { input, world } = simulateRelease({}, { seed: 3, items: 2000, raters: 150, overlap: 5 });
    const truth = trueScores(world, { seed: 3, careless: 0 });
    const seeds = selectSeedPrompts(rankPrompts(input), { score, certainty });
    expect(seeds.length).toBeGreaterThan(40);
    const held = seeds.filter(({ prompt }) => (truth.get(prompt.id) ?? 0) >= score);
    // The mean certainty of the selected prompts is what is promised overall.
    const promised = seeds.reduce((sum, { certainty: own }) => sum + own, 0) / seeds.length;
    expect(held.length / seeds.length).toBeGreaterThan(certainty);
    expect(Math.abs(held.length / seeds.length - promised)).toBeLessThan(0.04);
  });
});
