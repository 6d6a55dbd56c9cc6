import { rankHere, type RankRatings } from '../../../campaign/rank.ts';
import { forecastHere, type MakeForecast } from '../../../campaign/status/forecast.ts';
import type { Context } from '../../context.ts';
import { runInThread } from './run-in-thread.ts';

/** Fewer answers are done before a thread has started. */
const fewRatings = 2_000;

/** The long computations, in a thread where they take long. */
export function createThreads({ signal }: Pick<Context, 'signal'>): {
  rankItems: RankRatings;
  forecastCampaign: MakeForecast;
} {
  return {
    rankItems: (input, emit) =>
      input.ratings.length <= fewRatings
        ? rankHere(input, emit)
        : runInThread('rankItems', input, {
            signal,
            onProgress: (progress) => emit({ type: 'progress', ...progress }),
          }),
    forecastCampaign: (input) =>
      input.ratings.length <= fewRatings
        ? forecastHere(input)
        : runInThread('forecastCampaign', input, { signal, onProgress: () => {} }),
  };
}
