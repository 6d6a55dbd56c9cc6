import { describe, expect, it } from 'vitest';
import { chooseWorld } from '../../../src/rank/forecast/choose-world.ts';
import { type CompletionForecast, forecastCompletion } from '../../../src/rank/forecast/forecast-completion.ts';
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
