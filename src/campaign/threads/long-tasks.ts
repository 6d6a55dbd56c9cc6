import type { Emit, Ranking } from '../../model.ts';
import type { CampaignForecast, ForecastInput } from '../../rank/forecast/forecast-campaign.ts';
import type { RankInput } from '../../rank/rank-items.ts';
import { runInThread } from './run-in-thread.ts';

/** Up to this many ratings are ranked before a thread has started. */
const fewRatings = 2_000;

interface Abortable {
  signal: AbortSignal;
}

/** Ranks, in a thread if it takes long, so that signals are handled meanwhile. */
export async function rankRatings({ signal }: Abortable, input: RankInput, emit: Emit): Promise<Ranking> {
  const onProgress = (progress: { task: string; done: number; total: number | null }): void =>
    emit({ type: 'progress', ...progress });
  if (input.ratings.length > fewRatings) return runInThread('rankItems', input, { signal, onProgress });
  const { rankItems } = await import('../../rank/rank-items.ts');
  return rankItems(input, onProgress);
}

/** Makes a forecast, in a thread if it takes long. */
export async function forecastRatings({ signal }: Abortable, input: ForecastInput): Promise<CampaignForecast> {
  if (input.ratings.length > fewRatings) {
    return runInThread('forecastCampaign', input, { signal, onProgress: () => {} });
  }
  const { forecastCampaign } = await import('../../rank/forecast/forecast-campaign.ts');
  return forecastCampaign(input);
}
