import type { CampaignForecast } from '../../rank/forecast/forecast-campaign.ts';
import type { Campaign, Wave } from '../../model.ts';
import { type Crowd, targetOpen } from '../../rank/forecast/auto-wave.ts';
import { forecastRatings } from '../threads/long-tasks.ts';
import type { Pace } from './pace.ts';
import { unfinishedShare } from '../push/plan.ts';
import { reservesPrompts } from '../push/reserves-prompts.ts';
import type { CampaignProgress } from './campaign-progress.ts';
import { waveOf } from '../ranking/wave-of.ts';
import { dayMs } from '../../lib/time.ts';

export interface StatusForecast extends CampaignForecast {
  /** When the last answer is expected, ISO 8601 UTC; null = can't be estimated. */
  completedAt: string | null;
}

/** The wave that came in last. It is over when so few live prompts are unfinished that the next one comes in. */
export interface WaveForecast {
  wave: number;
  /** Number of waves in the campaign. */
  waves: number;
  /** Prompts of all waves up to this one, and those of them that lack answers. */
  live: number;
  unfinished: number;
  /** Number of unfinished prompts at which the wave is over; 0 in the last wave. */
  enough: number;
  /** null = can't be estimated. */
  daysLeft: number | null;
  endsAt: string | null;
}

type ForecastCampaign = Pick<Campaign, 'seed'> & { task: Pick<Campaign['task'], 'question' | 'overlap' | 'wave'> };

/** Forecasts the whole campaign; takes some seconds if there are many answers. */
export async function forecastStatus(
  { task, seed, signal }: ForecastCampaign & { signal: AbortSignal },
  progress: CampaignProgress,
  pace: Pace,
): Promise<StatusForecast> {
  const { ratings, prompts } = progress;
  const forecast = await forecastRatings(
    { signal },
    {
      ratings,
      items: prompts.map(({ id }) => id),
      values: task.question.values,
      overlap: task.overlap,
      answersADay: pace.answersADay,
      seed,
    },
  );
  return { ...forecast, completedAt: dateAfter(pace.asOf, forecast.daysLeft) };
}

/** When the wave in Argilla ends; null = nothing is live. `live` = number of prompts there, in wave order. */
export async function forecastStatusWave(
  campaign: ForecastCampaign & Pick<Campaign, 'target'>,
  progress: CampaignProgress,
  pace: Pace | null,
  live: number,
): Promise<WaveForecast | null> {
  const { task, seed } = campaign;
  const { prompts, ratings, counts } = progress;
  const { overlap, wave } = task;
  if (live === 0) return null;
  const { forecastWave } = await import('../../rank/forecast/forecast-wave.ts');
  const ids = prompts.slice(0, live).map(({ id }) => id);
  const isLast = wave === 'all' || live >= prompts.length;
  const enough = isLast
    ? 0
    : countEnough(wave, { atOnce: progress.atOnce, overlap, reserves: reservesPrompts(campaign) });
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

/** Number of unfinished prompts at which the next wave comes in. */
function countEnough(wave: Exclude<Wave, 'all'>, crowd: Crowd): number {
  return wave === 'auto' ? targetOpen(crowd) - 1 : Math.floor(wave * unfinishedShare);
}

function dateAfter(asOf: string, days: number | null): string | null {
  const date = new Date(days === null ? Number.NaN : Date.parse(asOf) + days * dayMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
