import { type CampaignForecast, forecastCampaign, type ForecastInput } from '../../rank/forecast/forecast-campaign.ts';
import { type RankInput, rankItems } from '../../rank/rank-items.ts';
import type { OnRankProgress } from '../../rank/rank-progress.ts';
import type { UsageError } from '../../lib/errors.ts';
import type { Ranking } from '../../model.ts';

/** Long computations that need nothing but their input: the name, input and result of each. */
export interface ThreadTasks {
  rankItems: { input: RankInput; result: Ranking };
  forecastCampaign: { input: ForecastInput; result: CampaignForecast };
}

export type ThreadTaskName = keyof ThreadTasks;

type Run<Name extends ThreadTaskName> = (
  input: ThreadTasks[Name]['input'],
  onProgress: OnRankProgress,
) => ThreadTasks[Name]['result'];

export const threadTasks = { rankItems, forecastCampaign } satisfies { [Name in ThreadTaskName]: Run<Name> };

/** Messages from a thread: any number of `progress`, then one of the others. */
export type ThreadMessage =
  | { type: 'progress'; progress: Parameters<OnRankProgress>[0] }
  | { type: 'done'; result: unknown }
  /** A UsageError: its class does not survive the transfer. */
  | { type: 'refused'; code: UsageError['code']; message: string; hint: string; details: unknown };
