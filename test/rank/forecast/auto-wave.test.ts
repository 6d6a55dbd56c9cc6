import { describe, expect, it } from 'vitest';
import { argillaLoadsAhead, autoFirst, autoStep, targetOpen } from '../../../src/rank/forecast/auto-wave.ts';
import { collectAnswers } from '../../../src/rank/forecast/collect-answers.ts';
import type { WavePlan } from '../../../src/rank/forecast/open-prompts.ts';
import { makeRandom } from '../../../src/rank/forecast/random.ts';

describe('wave: auto', () => {
  it.each([
    ['nobody has answered', { atOnce: 0, overlap: 3, reserves: false }, 500],
    ['one rater', { atOnce: 1, overlap: 3, reserves: false }, 100],
    ['four raters', { atOnce: 4, overlap: 3, reserves: false }, 120],
    ['fifty raters', { atOnce: 50, overlap: 3, reserves: false }, 1500],
    ['fifty raters, one answer per prompt', { atOnce: 50, overlap: 1, reserves: false }, 4500],
    ['a crowd', { atOnce: 300, overlap: 3, reserves: false }, 2000],
    ['fifty raters, where prompts are reserved', { atOnce: 50, overlap: 3, reserves: true }, 167],
    ['nobody yet, where prompts are reserved', { atOnce: 0, overlap: 3, reserves: true }, 500],
  ])('keeps as many prompts live as fit: %s', (_, crowd, expected) => {
    expect(targetOpen(crowd)).toBe(expected);
  });
});

interface Played {
  finished: number;
  /** Share of the answers that complete nothing. */
  wasted: number;
}

/** 15,000 answers to 10,333 prompts by 350 raters who are all equally active. */
function play(wave: WavePlan['wave'], atOnce: number, ahead = argillaLoadsAhead): Played {
  const overlap = 3;
  const plan = {
    prompts: 10_333,
    overlap,
    wave,
    nextWaveAt: 0.2,
    answersADay: 1000,
    mostAnswers: 15_000,
    mostDays: Number.POSITIVE_INFINITY,
    crowd: { atOnce, ...ahead },
  };
  const activities = Array.from({ length: 350 }, () => 1);
  const counts = [...collectAnswers(plan, activities, makeRandom(1, 0, 'order')).promptAnswers];
  return {
    finished: counts.filter((count) => count >= overlap).length,
    wasted: counts.reduce((sum, count) => sum + Math.max(0, count - overlap), 0) / 15_000,
  };
}

function playAuto(atOnce: number): Played {
  const target = targetOpen({ atOnce, overlap: 3, reserves: false });
  return play({ first: autoFirst, step: autoStep, target }, atOnce);
}

describe('raters at work at the same time', () => {
  // A model of others, with pages that load 10 prompts when they have none left.
  it.each([
    [100, 2601, 0.48],
    [500, 3976, 0.19],
    [1000, 4198, 0.1],
    ['all' as const, 2188, 0],
  ])('waste what an independent model says: waves of %s', (wave, finished, wasted) => {
    const played = play(wave, 50, { batch: 10, refillAt: 0 });
    expect(Math.abs(played.finished / finished - 1)).toBeLessThan(0.08);
    expect(Math.abs(played.wasted - wasted)).toBeLessThan(0.02);
  });

  it('waste more with the pages of Argilla, which load 10 prompts while they have 5 left', () => {
    expect(play(500, 50).wasted).toBeGreaterThan(0.25);
  });

  it.each([[5], [10], [30], [50]])(
    'waste at most 8 % with wave: auto, and finish about as many prompts as by any fixed wave: $0',
    (atOnce) => {
      const auto = playAuto(atOnce);
      expect(auto.wasted).toBeLessThan(0.08);
      const best = Math.max(...[100, 250, 500, 1000, 2000].map((wave) => play(wave, atOnce).finished));
      expect(auto.finished).toBeGreaterThan(best * 0.97);
    },
  );
});
