import { compareText } from '../../lib/text/text.ts';
import type { Rating } from '../../model.ts';
import { collectAnswers } from './collect-answers.ts';
import type { Assignment } from './rating-pages.ts';
import type { ChosenWorld } from './choose-world.ts';
import { drawQualities, meanQuality } from './forecast-design.ts';
import { measureScores, type RankingQuality } from './measure-scores.ts';
import { makeRandom } from './random.ts';
import { simulateScores } from './simulate-scores.ts';

export interface CompletionInput {
  /** The submitted answers to the items. */
  ratings: readonly Rating[];
  items: readonly string[];
  chosen: ChosenWorld;
  overlap: number;
  /** 0 = nobody answers any more. */
  answersADay: number;
  seed: number;
}

export interface CompletionForecast {
  /** Answers needed until every item has `overlap` of them. */
  answersLeft: number;
  /** Days at this pace; null if nobody answers or there are too few raters. */
  daysLeft: number | null;
  /** With the current answers, and with those still to come; over the items rated by then. */
  now: RankingQuality;
  atEnd: RankingQuality | null;
}

/** Items times runs for steady figures, and the most runs a forecast may cost. */
const steady = 2000;
const mostRuns = 10;

/**
 * What to expect once each item has its answers, if the same raters go on as before. The quality of both rankings comes
 * from simulated answers by the same raters to the same items.
 */
export function forecastCompletion({
  ratings,
  items,
  chosen,
  overlap,
  answersADay,
  seed,
}: CompletionInput): CompletionForecast {
  const { world, scale } = chosen;
  const { given, activities } = placeRatings(ratings, items);
  const runs = Array.from({ length: Math.min(mostRuns, Math.ceil(steady / items.length)) }, (_, run) => ({
    crew: world.drawRaters(makeRandom(seed, run, 'raters'), activities.length),
    qualities: drawQualities(items.length, makeRandom(seed, run, 'qualities')),
    run,
  }));
  const measure = (assignments: readonly Assignment[]): RankingQuality =>
    meanQuality(
      runs.map(({ crew, qualities, run }) => {
        const random = makeRandom(seed, run, 'answers');
        return measureScores(simulateScores(assignments, crew, qualities, { world, scale, random }));
      }),
    );
  const counts = new Int32Array(items.length);
  for (const { prompt } of given) counts[prompt] = (counts[prompt] ?? 0) + 1;
  const answersLeft = counts.reduce((sum, count) => sum + Math.max(0, overlap - count), 0);
  const now = measure(given);
  if (answersLeft === 0) return { answersLeft, daysLeft: 0, now, atEnd: now };
  if (activities.length < overlap) return { answersLeft, daysLeft: null, now, atEnd: null };
  const plan = {
    prompts: items.length,
    overlap,
    wave: 'all' as const,
    nextWaveAt: 0,
    answersADay: answersADay > 0 ? answersADay : 1,
    mostAnswers: Number.POSITIVE_INFINITY,
    mostDays: Number.POSITIVE_INFINITY,
  };
  const { assignments, days } = collectAnswers(plan, activities, makeRandom(seed, 0, 'order'), given);
  return { answersLeft, daysLeft: answersADay > 0 ? days : null, now, atEnd: measure(assignments) };
}

/** The ratings by positions of item and rater. Raters are ordered by activity, most active first, like a world's. */
export function placeRatings(
  ratings: readonly Rating[],
  items: readonly string[],
): { given: Assignment[]; activities: number[] } {
  const answers = new Map<string, number>();
  for (const { rater } of ratings) answers.set(rater, (answers.get(rater) ?? 0) + 1);
  const raters = [...answers].toSorted(([a, own], [b, other]) => other - own || compareText(a, b));
  const raterPlaces = new Map(raters.map(([rater], place) => [rater, place]));
  const itemPlaces = new Map(items.map((item, place) => [item, place]));
  const given = ratings.flatMap(({ rater, item }) => {
    const [prompt, place] = [itemPlaces.get(item), raterPlaces.get(rater)];
    return prompt === undefined || place === undefined ? [] : [{ prompt, rater: place }];
  });
  return { given, activities: raters.map(([, count]) => count) };
}
