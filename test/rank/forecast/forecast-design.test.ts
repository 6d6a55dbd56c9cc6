import { describe, expect, it } from 'vitest';
import type { CollectionPlan } from '../../../src/rank/forecast/collect-answers.ts';
import {
  type DesignForecast,
  drawQualities,
  forecastDesign,
  forecastDesignInSteps,
  type ForecastSettings,
  meanQuality,
} from '../../../src/rank/forecast/forecast-design.ts';
import { assumeWorld, type SimulatedRater, withCareless } from '../../../src/rank/forecast/rater-world.ts';
import { makeRandom } from '../../../src/rank/forecast/random.ts';
import { recommendOverlap } from '../../../src/rank/forecast/recommend-overlap.ts';

const plan: CollectionPlan = {
  prompts: 400,
  overlap: 3,
  wave: 100,
  nextWaveAt: 0.2,
  answersADay: 50,
  mostAnswers: Number.POSITIVE_INFINITY,
  mostDays: Number.POSITIVE_INFINITY,
};

function forecast(change: Partial<CollectionPlan> = {}, settings: Partial<ForecastSettings> = {}): DesignForecast {
  return forecastDesign(
    { ...plan, ...change },
    { world: assumeWorld(5), raters: 30, scale: [1, 2, 3, 4, 5], seed: 42, runs: 3, ...settings },
  );
}

describe('forecastDesign', () => {
  it('expects narrower intervals and a better order from more answers', () => {
    const designs = [1, 2, 4, 8].map((overlap) => forecast({ overlap }));
    const widths = designs.map(({ ofRated }) => ofRated.intervalWidth ?? 0);
    const correlations = designs.map(({ ofRated }) => ofRated.rankCorrelation ?? 0);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(correlations).toEqual(correlations.toSorted((a, b) => a - b));
    expect(designs.map(({ answers }) => answers)).toEqual([400, 800, 1600, 3200]);
  });

  it('gives the same for the same seed, and something else for another', () => {
    expect(forecast()).toEqual(forecast());
    expect(forecast({}, { seed: 43 }).ofRated).not.toEqual(forecast().ofRated);
  });

  it('expects less from careless raters', () => {
    const [none, half] = [0, 0.5].map((share) => forecast({}, { world: withCareless(assumeWorld(5), share) }));
    expect(none?.ofRated.rankCorrelation ?? 0).toBeGreaterThan((half?.ofRated.rankCorrelation ?? 1) + 0.02);
  });

  it('has no order to find if all raters always give the same', () => {
    const world = {
      ...assumeWorld(5),
      drawRaters: () => [{ behaviour: { type: 'constant', place: 2 } as const, activity: 1 }],
    };
    const { ofRated, topOfAll, finished } = forecast({ overlap: 1 }, { world, raters: 1 });
    expect(ofRated).toEqual({ intervalWidth: null, rankCorrelation: null, topFound: null });
    expect({ topOfAll, finished }).toEqual({ topOfAll: null, finished: 400 });
  });

  it.each<[string, Partial<CollectionPlan>, Partial<ForecastSettings>]>([
    ['one rater', { overlap: 1 }, { raters: 1 }],
    ['a scale of two values', {}, { world: assumeWorld(2), scale: [0, 1] }],
    ['a scale of eleven values', {}, { world: assumeWorld(11), scale: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }],
    ['ten prompts', { prompts: 10, wave: 'all' as const }, {}],
  ])('works with %s', (_, change, settings) => {
    const { ofRated, finished } = forecast(change, settings);
    expect(finished).toBe(change.prompts ?? 400);
    expect(ofRated.rankCorrelation ?? 0).toBeGreaterThan(0.3);
    expect(ofRated.intervalWidth ?? 0).toBeGreaterThan(0);
  });

  it('estimates the quality of many prompts from fewer, and counts all of them', () => {
    const many = forecast({ prompts: 5000, overlap: 1, wave: 500 }, { raters: 175, runs: 1 });
    expect(many).toMatchObject({ answers: 5000, finished: 5000, simulated: { prompts: 2000, raters: 70 } });
  });
});

/** Of a design of which no campaign is run. */
function sizeOf(prompts: number, raters: number, overlap = 1): DesignForecast['simulated'] {
  return forecast({ prompts, overlap, mostAnswers: 1 }, { raters, runs: 0 }).simulated;
}

describe('what is simulated', () => {
  it.each([
    [100, 300, 100, 300],
    [2000, 300, 2000, 300],
    [2001, 300, 2000, 300],
    [4000, 300, 2000, 150],
    [6000, 300, 2000, 100],
    [6000, 299, 2000, 100],
    // No fewer than fifty, and no more than there are.
    [60_000, 300, 2000, 50],
    [60_000, 20, 2000, 20],
  ])('of %i prompts and %i raters are %i and %i', (prompts, raters, fewer, fewerRaters) => {
    expect(sizeOf(prompts, raters)).toEqual({ prompts: fewer, raters: fewerRaters });
  });

  it('has raters enough for every answer of a prompt', () => {
    expect(sizeOf(60_000, 300, 70)).toEqual({ prompts: 2000, raters: 70 });
  });

  it('is no quality without a run, and as many pauses as there are runs', () => {
    const none = { intervalWidth: null, rankCorrelation: null, topFound: null };
    expect(forecast({}, { runs: 0 })).toMatchObject({ ofRated: none, ofFinished: none, topOfAll: null });
    const steps = forecastDesignInSteps(
      { ...plan, prompts: 20, overlap: 1 },
      { world: assumeWorld(2), raters: 5, scale: [1, 2], seed: 1, runs: 3 },
    );
    expect([1, 2, 3, 4].map(() => steps.next().done)).toEqual([false, false, false, true]);
  });

  it('counts finished and rated prompts, answers and days', () => {
    // Two raters give one answer a day each until nine days are over.
    const { answers, days, finished, rated } = forecast(
      { prompts: 5, overlap: 2, wave: 'all', answersADay: 2, mostAnswers: 9 },
      { raters: 2, runs: 0, world: { ...assumeWorld(5), drawRaters: twoAlike } },
    );
    expect({ answers, finished, rated }).toEqual({ answers: 9, finished: 4, rated: 5 });
    expect(days).toBeGreaterThanOrEqual(4.5);
  });

  it('measures the finished prompts alone, too, and the best of all', () => {
    const design = forecast({ prompts: 60, overlap: 3, wave: 20, mostAnswers: 100 }, { runs: 1 });
    expect(design.finished).toBeLessThan(design.rated);
    expect(design.rated).toBeLessThan(60);
    expect(design.ofFinished).not.toEqual(design.ofRated);
    // Of the best six of sixty no more than two are found with two answers.
    const { topOfAll } = forecast({ prompts: 60, overlap: 1, mostAnswers: 2 }, { runs: 1 });
    expect(topOfAll ?? 0).toBeLessThanOrEqual(2 / 6);
  });
});

function twoAlike(): SimulatedRater[] {
  return [0, 1].map(() => ({ behaviour: { type: 'random' }, activity: 1 }));
}

describe('meanQuality', () => {
  it('is the mean of each figure over those who have it', () => {
    expect(
      meanQuality([
        { intervalWidth: 1, rankCorrelation: null, topFound: 0.5 },
        { intervalWidth: 2, rankCorrelation: null, topFound: null },
        { intervalWidth: 6, rankCorrelation: null, topFound: 1 },
      ]),
    ).toEqual({ intervalWidth: 3, rankCorrelation: null, topFound: 0.75 });
  });
});

it('true qualities are standard normal', () => {
  const drawn = drawQualities(20_000, makeRandom(1, 0, 'qualities'));
  expect(drawn).toHaveLength(20_000);
  expect(Math.abs(drawn.reduce((sum, value) => sum + value, 0) / 20_000)).toBeLessThan(0.03);
  expect(drawn.reduce((sum, value) => sum + value ** 2, 0) / 20_000).toBeCloseTo(1, 1);
});

function makeDesigns(correlations: Record<number, number | null>): DesignForecast[] {
  return Object.entries(correlations).map(([overlap, rankCorrelation]) => {
    const quality = { intervalWidth: 1, rankCorrelation, topFound: 0.5 };
    const counts = { wave: 500, answers: 0, days: 0, finished: 0, rated: 0, surplus: 0, topOfAll: null };
    const simulated = { prompts: 1, raters: 1 };
    return { overlap: Number(overlap), ...counts, ofRated: quality, ofFinished: quality, simulated };
  });
}

describe('recommendOverlap', () => {
  it.each([
    [
      { 1: 0.7, 2: 0.8, 3: 0.85, 4: 0.87 },
      { overlap: 3, why: 'levels_off' },
    ],
    [
      { 1: 0.7, 3: 0.85, 5: 0.89 },
      { overlap: 3, why: 'levels_off' },
    ],
    [
      { 1: 0.7, 2: 0.8 },
      { overlap: 2, why: 'still_rising' },
    ],
    [{ 2: 0.8 }, { overlap: 2, why: 'still_rising' }],
    [{ 1: null, 2: null }, null],
  ])('of %o takes %o', (correlations, expected) => {
    expect(recommendOverlap(makeDesigns(correlations))).toEqual(expected);
  });
});
