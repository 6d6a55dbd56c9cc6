import { describe, expect, it } from 'vitest';
import type { Rating } from '../../../src/model.ts';
import { chooseWorld } from '../../../src/rank/forecast/choose-world.ts';
import {
  type CompletionForecast,
  forecastCompletion,
  placeRatings,
} from '../../../src/rank/forecast/forecast-completion.ts';
import type { SimulatedRater } from '../../../src/rank/forecast/rater-world.ts';
import { scale, simulateWorld } from '../simulated-world.ts';

const world = simulateWorld({ seed: 5, items: 400, raters: 25, overlap: 3 });
/** Half of the items have all their answers; the others have none. */
const early = world.ratings.slice(0, 600);

function forecast(ratings: typeof world.ratings, answersADay = 100): CompletionForecast {
  const chosen = chooseWorld(ratings, scale);
  return forecastCompletion({ ratings, items: world.items, chosen, overlap: 3, answersADay, seed: 1 });
}

describe('forecastCompletion', () => {
  it('counts what is missing, and expects a better ranking with it', () => {
    const { answersLeft, daysLeft, now, atEnd } = forecast(early);
    expect({ answersLeft, daysLeft }).toEqual({ answersLeft: 600, daysLeft: expect.closeTo(6) });
    expect(atEnd?.rankCorrelation ?? 0).toBeGreaterThan(0.7);
    expect(now.intervalWidth ?? 0).toBeGreaterThan(0);
  });

  it('has nothing to wait for if every item has its answers', () => {
    const { answersLeft, daysLeft, now, atEnd } = forecast(world.ratings);
    expect({ answersLeft, daysLeft, atEnd }).toEqual({ answersLeft: 0, daysLeft: 0, atEnd: now });
  });

  it('gives no days if nobody answers, or if there are too few people', () => {
    expect(forecast(early, 0)).toMatchObject({ answersLeft: 600, daysLeft: null });
    const one = world.ratings.filter(({ rater }) => rater === 'r0');
    expect(forecast(one)).toMatchObject({ daysLeft: null, atEnd: null });
  });
});

describe('chooseWorld', () => {
  it('finds out from the answers what the raters are like', () => {
    const { fitted, world: found } = chooseWorld(world.ratings, scale);
    expect(fitted).toBe(true);
    expect(found.cuts).toHaveLength(4);
    expect([...found.cuts]).toEqual([...found.cuts].toSorted((a, b) => a - b));
  });

  it("assumes what a few answers can't show", () => {
    expect(chooseWorld(world.ratings.slice(0, 50), scale)).toMatchObject({ fitted: false, scale });
    expect(chooseWorld([], [0, 1])).toMatchObject({ fitted: false, world: { cuts: [0] } });
  });

  it('forecasts a campaign correctly: simulated answers rank about as well as the real ones', () => {
    const { now } = forecast(world.ratings);
    expect(now.rankCorrelation ?? 0).toBeGreaterThan(0.8);
    expect(now.rankCorrelation ?? 1).toBeLessThan(0.95);
  });
});

function rate(rater: string, item: string): Rating {
  return { rater, item, value: 1 };
}

describe('placeRatings', () => {
  it('numbers raters from the most active one on, ties by id, and leaves out other items', () => {
    const ratings = [rate('y', 'a'), rate('z', 'b'), rate('x', 'a'), rate('z', 'c'), rate('z', 'gone')];
    expect(placeRatings(ratings, ['a', 'c', 'b'])).toEqual({
      given: [
        { prompt: 0, rater: 2 },
        { prompt: 2, rater: 0 },
        { prompt: 0, rater: 1 },
        { prompt: 1, rater: 0 },
      ],
      activities: [3, 1, 1],
    });
    expect(placeRatings([], ['a'])).toEqual({ given: [], activities: [] });
  });
});

/** How it comes out, and how many crews were drawn for it. */
function forecastBy(raters: string[], items: number, overlap: number, answersADay: number) {
  const names = Array.from({ length: items }, (_, index) => `i${index}`);
  const crews: number[] = [];
  const drawRaters = (_: unknown, count: number): SimulatedRater[] => {
    crews.push(count);
    return Array.from({ length: count }, () => ({ behaviour: { type: 'constant', place: 0 }, activity: 1 }));
  };
  const completion = forecastCompletion({
    ratings: raters.map((rater) => ({ rater, item: 'i0', value: 1 })),
    items: names,
    chosen: { world: { cuts: [0], noise: 'normal', drawRaters }, scale: [1, 2], fitted: false },
    overlap,
    answersADay,
    seed: 1,
  });
  return { completion, crews };
}

describe('a forecast by raters who always say the same', () => {
  const nothing = { intervalWidth: null, rankCorrelation: null, topFound: null };

  it.each([
    [2500, 1],
    [2000, 1],
    [1999, 2],
    [400, 5],
    [200, 10],
    [150, 10],
  ])('of %i items is made of %i runs', (items, runs) => {
    expect(forecastBy(['x', 'y'], items, 1, 1).crews).toEqual(Array(runs).fill(2));
  });

  it('counts the answers that lack, and their days', () => {
    // One of two items has two answers of two.
    expect(forecastBy(['x', 'y'], 2, 2, 1).completion).toEqual({
      answersLeft: 2,
      daysLeft: expect.closeTo(1 + 2, 10),
      now: nothing,
      atEnd: nothing,
    });
    expect(forecastBy(['x', 'y'], 1, 2, 1).completion).toMatchObject({ answersLeft: 0, daysLeft: 0 });
    // More answers than are wanted make up for none on another item.
    expect(forecastBy(['x', 'y'], 2, 1, 4).completion).toMatchObject({ answersLeft: 1, daysLeft: 0.25 });
  });

  it('knows no day without a pace, and no end with too few people', () => {
    expect(forecastBy(['x', 'y'], 2, 2, 0).completion).toEqual({
      answersLeft: 2,
      daysLeft: null,
      now: nothing,
      atEnd: nothing,
    });
    expect(forecastBy(['x', 'y'], 2, 3, 5).completion).toEqual({
      answersLeft: 4,
      daysLeft: null,
      now: nothing,
      atEnd: null,
    });
  });
});
