import { chooseWorld } from './choose-world.ts';
import { type CompletionForecast, type CompletionInput, forecastCompletion } from './forecast-completion.ts';

export interface ForecastInput extends Omit<CompletionInput, 'chosen'> {
  /** The question's scale. */
  values: readonly number[];
}

export interface CampaignForecast extends CompletionForecast {
  /** Whether raters are taken as these answers show them, or as they usually are. */
  fitted: boolean;
}

/** What is to be expected of a campaign once each item has its answers, from raters like those of the answers. */
export function forecastCampaign({ values, ...input }: ForecastInput): CampaignForecast {
  const chosen = chooseWorld(input.ratings, values);
  return { ...forecastCompletion({ ...input, chosen }), fitted: chosen.fitted };
}
