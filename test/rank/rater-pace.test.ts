import { describe, expect, it } from 'vitest';
import { measureRaterPace } from '../../src/rank/rater-pace.ts';

const nothing = { seconds: null, low: null, high: null };

function afterSteps(...seconds: number[]): number[] {
  let time = Date.UTC(2026, 2, 1);
  return [time, ...seconds.map((step) => (time += step * 1000))];
}

describe('the pace of a rater', () => {
  it.each<[string, number[], typeof nothing | { seconds: number; low: number | null; high: number | null }]>([
    ['is null without times', [], nothing],
    ['is null for three answers', afterSteps(5, 5), nothing],
    ['is the middle step', afterSteps(4, 90, 6), { seconds: 6, low: null, high: null }],
    ['is between the two middle steps', afterSteps(4, 90, 6, 10), { seconds: 8, low: null, high: null }],
    ['leaves pauses aside', afterSteps(4, 7 * 3600, 6, 1801, 8), { seconds: 6, low: null, high: null }],
    ['has an interval from eight steps on', afterSteps(8, 1, 7, 2, 6, 3, 5, 4), { seconds: 4.5, low: 1, high: 8 }],
  ])('%s', (_, times, expected) => {
    expect(measureRaterPace(times)).toEqual(expected);
    expect(measureRaterPace(times.toReversed())).toEqual(expected);
  });

  it('has an interval that leaves a few steps out at both ends', () => {
    const steps = Array.from({ length: 100 }, (_, index) => index + 1);
    // (100 − 19.6) / 2 = 40.2: from the 40th to the 61st of 100.
    expect(measureRaterPace(afterSteps(...steps))).toEqual({ seconds: 50.5, low: 40, high: 61 });
  });
});
