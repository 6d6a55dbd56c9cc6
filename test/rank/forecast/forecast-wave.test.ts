import { describe, expect, it } from 'vitest';
import { forecastWave } from '../../../src/rank/forecast/forecast-wave.ts';

const live = Array.from({ length: 50 }, (_, place) => `p${place}`);
const raters = ['r1', 'r2', 'r3', 'r4'];
/** The first 20 prompts have one answer each. */
const ratings = live.slice(0, 20).map((item, place) => ({ item, rater: raters[place % 4] ?? '', value: 3 }));
const input = { ratings, live, overlap: 2, mostOpen: 0, answersADay: 10, seed: 1 };

describe('forecastWave', () => {
  it('takes as long as the missing answers at the pace, while people find something to do', () => {
    const days = forecastWave(input);
    // 80 answers at 10 per day, plus a little more because the last prompts are not new to everybody.
    expect(days).toBeGreaterThanOrEqual(8);
    expect(days).toBeLessThan(9.5);
  });

  it('is sooner if some may stay open, and at once if few enough are', () => {
    const days = forecastWave({ ...input, mostOpen: 10 });
    expect(days).toBeGreaterThan(4);
    expect(days).toBeLessThan(8);
    expect(forecastWave({ ...input, mostOpen: 50 })).toBe(0);
  });

  it.each([
    ['nobody answers any more', { answersADay: 0 }],
    ['too few people are there', { overlap: 5 }],
    ['nobody was there yet', { ratings: [] }],
  ])('is unknown if %s', (_, change) => {
    expect(forecastWave({ ...input, ...change })).toBeNull();
  });

  it.each([
    [2, 0],
    [1, null],
  ])('is over whoever answers when %i of two open prompts may stay so: %s', (mostOpen, days) => {
    const three = ['p0', 'p1', 'p2'];
    const given = [
      { item: 'p0', rater: 'r1', value: 3 },
      { item: 'p0', rater: 'r2', value: 3 },
      { item: 'p1', rater: 'r1', value: 3 },
    ];
    expect(forecastWave({ ...input, ratings: given, live: three, mostOpen, answersADay: 0 })).toBe(days);
  });
});
