import { chooseWorld } from './choose-world.ts';
import { type CompletionForecast, type CompletionInput, forecastCompletion } from './forecast-completion.ts';

export interface ForecastInput extends Omit<CompletionInput, 'chosen'> {
  /** The question's scale. */
  values: readonly number[];
}

export interface CampaignForecast extends CompletionForecast {
  /** true: raters fitted to these answers. false: assumed raters. */
  fitted: boolean;
}

/** What to expect once each item has its answers, from raters like those who gave the answers. */
export function forecastCampaign({ values, ...input }: ForecastInput): CampaignForecast {
  const chosen = chooseWorld(input.ratings, values);
  return { ...forecastCompletion({ ...input, chosen }), fitted: chosen.fitted };
}
