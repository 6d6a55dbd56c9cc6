import { describe, expect, it } from 'vitest';
import type { RaterWorld, SimulatedRater } from '../../../src/rank/forecast/rater-world.ts';
import { simulateScores } from '../../../src/rank/forecast/simulate-scores.ts';
import { groupRatings } from '../../../src/rank/rating-groups.ts';
import { scoreRatings } from '../../../src/rank/score-ratings.ts';
import { fakeRandom } from './fake-random.ts';

const scale = [1, 2, 5];
const world: RaterWorld = { cuts: [-0.5, 0.5], noise: 'normal', drawRaters: () => [] };
/** They see the quality as it is; the second is stricter by 1. */
const raters: SimulatedRater[] = [0, 1].map((severity) => ({
  behaviour: { type: 'honest', slope: 1, severity, scatter: 0 },
  activity: 1,
}));
const qualities = Float64Array.of(-1, 0, 1, 1.2, 2);
const settings = { world, scale, random: fakeRandom({}) };

describe('simulateScores', () => {
  it('scores what raters would give, as a ranking does', () => {
    const assignments = [4, 0, 1, 2].flatMap((prompt) => [0, 1].map((rater) => ({ prompt, rater })));
    // Answers of the first and the second rater: places 2 2, 0 0, 1 0 and 2 1.
    const answers = { 4: [5, 5], 0: [1, 1], 1: [2, 1], 2: [5, 2] };
    const ratings = Object.entries(answers).flatMap(([item, values]) =>
      values.map((value, rater) => ({ rater: String(rater), item, value })),
    );
    const { scores } = scoreRatings(groupRatings(ratings, ['0', '1', '2', '4']), scale);
    const found = simulateScores(assignments, raters, qualities, settings);
    expect(found.map(({ prompt }) => prompt)).toEqual([4, 0, 1, 2]);
    for (const { prompt, quality, ...own } of found) {
      expect(quality).toBe(qualities[prompt]);
      expect(own).toEqual(scores?.get(String(prompt)));
    }
  });

  it('passes over raters who are not there', () => {
    const assignments = [
      { prompt: 0, rater: 0 },
      { prompt: 4, rater: 0 },
      { prompt: 1, rater: 7 },
    ];
    expect(simulateScores(assignments, raters, qualities, settings).map(({ prompt }) => prompt)).toEqual([0, 4]);
  });

  it('has no scores where all answers are equal', () => {
    const assignments = [2, 3].map((prompt) => ({ prompt, rater: 0 }));
    expect(simulateScores(assignments, raters, qualities, settings)).toEqual([]);
  });
});
