import type { Rating } from '../../model.ts';
import { collectAnswers } from './collect-answers.ts';
import { placeRatings } from './forecast-completion.ts';
import { makeRandom } from './random.ts';

export interface WaveInput {
  /** The submitted answers to the live prompts, including finished ones. */
  ratings: readonly Rating[];
  live: readonly string[];
  overlap: number;
  /** The wave is over when at most this many live prompts are unfinished. */
  mostOpen: number;
  /** 0 = nobody answers any more. */
  answersADay: number;
  seed: number;
}

/** Days until the wave is over, with the current raters; null if nobody answers or there are too few raters. */
export function forecastWave({ ratings, live, overlap, mostOpen, answersADay, seed }: WaveInput): number | null {
  const { given, activities } = placeRatings(ratings, live);
  const plan = { prompts: live.length, overlap, wave: 'all' as const, nextWaveAt: 0, mostOpen, answersADay };
  const endless = { mostAnswers: Number.POSITIVE_INFINITY, mostDays: Number.POSITIVE_INFINITY };
  const counts = new Int32Array(live.length);
  for (const { prompt } of given) counts[prompt] = (counts[prompt] ?? 0) + 1;
  if (counts.filter((count) => count < overlap).length <= mostOpen) return 0;
  if (answersADay === 0 || activities.length === 0) return null;
  const { promptAnswers, days } = collectAnswers(
    { ...plan, ...endless },
    activities,
    makeRandom(seed, 0, 'order'),
    given,
  );
  return promptAnswers.filter((count) => count < overlap).length <= mostOpen ? days : null;
}
