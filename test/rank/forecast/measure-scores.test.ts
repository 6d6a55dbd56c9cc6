import { describe, expect, it } from 'vitest';
import { findTop, measureScores } from '../../../src/rank/forecast/measure-scores.ts';
import type { SimulatedScore } from '../../../src/rank/forecast/simulate-scores.ts';

function scored(prompt: number, quality: number, score: number, width = 1): SimulatedScore {
  return { prompt, quality, score, low: score - width / 2, high: score + width / 2 };
}

describe('measureScores', () => {
  it('measures width, order and the best tenth', () => {
    // Ranks by quality 4 3 2 1, by score 4 2 3 1: Spearman 1 − 6 · 2 / (4 · 15).
    const scores = [scored(0, 2, 5, 1), scored(1, 1, 3, 2), scored(2, 0, 4, 3), scored(3, -1, 1, 4)];
    const { intervalWidth, rankCorrelation, topFound } = measureScores(scores);
    expect(intervalWidth).toBeCloseTo(2.5, 12);
    expect(rankCorrelation).toBeCloseTo(0.8, 12);
    expect(topFound).toBe(1);
    expect(measureScores([scored(0, 2, 1), scored(1, 1, 3)]).topFound).toBe(0);
  });

  it('measures nothing without scores', () => {
    expect(measureScores([])).toEqual({ intervalWidth: null, rankCorrelation: null, topFound: null });
  });
});

describe('findTop', () => {
  const all = Array.from({ length: 20 }, (_, prompt) => ({ prompt, quality: -prompt }));

  it.each<[string, SimulatedScore[], number]>([
    ['both of the best', [scored(1, -1, 5), scored(0, 0, 4), scored(7, -7, 3)], 1],
    ['one of the best', [scored(1, -1, 5), scored(7, -7, 4), scored(0, 0, 3)], 0.5],
    ['none of the best', [scored(8, -8, 5), scored(7, -7, 4), scored(0, 0, 3)], 0],
    ['one that was not rated', [scored(1, -1, 5)], 0.5],
    ['of equal scores the first prompt', [scored(7, -7, 4), scored(1, -1, 4), scored(0, 0, 4)], 1],
  ])('finds in the first tenth %s', (_, scores, share) => {
    expect(findTop(scores, all)).toBe(share);
    expect(findTop(scores.toReversed(), all.toReversed())).toBe(share);
  });

  it('rounds a tenth up', () => {
    // Three of 21: prompts 0, 1 and 2.
    const more = [...all, { prompt: 20, quality: -20 }];
    expect(findTop([scored(2, -2, 5), scored(9, -9, 4), scored(8, -8, 3)], more)).toBeCloseTo(1 / 3, 12);
    expect(findTop([scored(5, 0, 1)], all.slice(5, 6))).toBe(1);
  });
});
