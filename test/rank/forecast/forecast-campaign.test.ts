import { expect, it } from 'vitest';
import { chooseWorld } from '../../../src/rank/forecast/choose-world.ts';
import { forecastCampaign } from '../../../src/rank/forecast/forecast-campaign.ts';
import { forecastCompletion } from '../../../src/rank/forecast/forecast-completion.ts';
import { scale, simulateWorld } from '../simulated-world.ts';

it.each([
  [60, true],
  [20, false],
])('forecasts a campaign of %i prompts with the raters that its answers show, if they do: %s', (items, fitted) => {
  const world = simulateWorld({ seed: 2, items, raters: 8, overlap: 2 });
  const input = { ratings: world.ratings, items: world.items, overlap: 2, answersADay: 10, seed: 3 };
  const chosen = chooseWorld(world.ratings, scale);
  expect(chosen.fitted).toBe(fitted);
  expect(forecastCampaign({ ...input, values: scale })).toEqual({
    ...forecastCompletion({ ...input, chosen }),
    fitted,
  });
});
