import type { CampaignForecast, ForecastInput } from '../../rank/forecast/forecast-campaign.ts';
import type { Campaign } from '../../model.ts';
import type { Pace } from './pace.ts';
import { unfinishedShare } from '../push/plan.ts';
import type { CampaignProgress } from './campaign-progress.ts';
import { waveOf } from '../ranking/wave-of.ts';
import { dayMs } from '../../lib/time.ts';

export interface StatusForecast extends CampaignForecast {
  /** When the last answer is to be expected, ISO 8601 UTC; null when it can't be told. */
  completedAt: string | null;
}

/** Makes a forecast, perhaps in another thread. */
export type MakeForecast = (input: ForecastInput) => Promise<CampaignForecast>;

/** In this thread. */
export const forecastHere: MakeForecast = async (input) => {
  const { forecastCampaign } = await import('../../rank/forecast/forecast-campaign.ts');
  return forecastCampaign(input);
};

/** The wave that came in last. It is over when so few of the live prompts are unfinished that the next one comes in. */
export interface WaveForecast {
  wave: number;
  /** Waves of the campaign. */
  waves: number;
  /** Prompts of all waves until this one, and those of them that lack answers. */
  live: number;
  unfinished: number;
  /** Unfinished ones with which it is over; 0 in the last wave. */
  enough: number;
  /** null when it can't be told. */
  daysLeft: number | null;
  endsAt: string | null;
}

type ForecastCampaign = Pick<Campaign, 'seed'> & { task: Pick<Campaign['task'], 'question' | 'overlap' | 'wave'> };

/** What is to be expected of the whole; takes some seconds where there are many answers. */
export async function forecastStatus(
  { task, seed }: ForecastCampaign,
  progress: CampaignProgress,
  pace: Pace,
  makeForecast: MakeForecast = forecastHere,
): Promise<StatusForecast> {
  const { ratings, prompts } = progress;
  const forecast = await makeForecast({
    ratings,
    items: prompts.map(({ id }) => id),
    values: task.question.values,
    overlap: task.overlap,
    answersADay: pace.answersADay,
    seed,
  });
  return { ...forecast, completedAt: dateAfter(pace.asOf, forecast.daysLeft) };
}

/** When the wave that is in Argilla ends; null where nothing is live. `live` = prompts that are there, in wave order. */
export async function forecastStatusWave(
  { task, seed }: ForecastCampaign,
  progress: CampaignProgress,
  pace: Pace | null,
  live: number,
): Promise<WaveForecast | null> {
  const { prompts, ratings, counts } = progress;
  const { overlap, wave } = task;
  if (live === 0) return null;
  const { forecastWave } = await import('../../rank/forecast/forecast-wave.ts');
  const ids = prompts.slice(0, live).map(({ id }) => id);
  const isLast = wave === 'all' || live >= prompts.length;
  const enough = isLast ? 0 : Math.floor(wave * unfinishedShare);
  const there = new Set(ids);
  const daysLeft =
    pace === null
      ? null
      : forecastWave({
          ratings: ratings.filter(({ item }) => there.has(item)),
          live: ids,
          overlap,
          mostOpen: enough,
          answersADay: pace.answersADay,
          seed,
        });
  return {
    wave: waveOf(live - 1, wave),
    waves: waveOf(prompts.length - 1, wave),
    live,
    unfinished: counts.slice(0, live).filter((count) => count < overlap).length,
    enough,
    daysLeft,
    endsAt: pace === null ? null : dateAfter(pace.asOf, daysLeft),
  };
}

function dateAfter(asOf: string, days: number | null): string | null {
  const date = new Date(days === null ? Number.NaN : Date.parse(asOf) + days * dayMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
