import type { RatedItem } from '../rating-groups.ts';
import { scoreRatings } from '../score-ratings.ts';
import type { Assignment } from './rating-pages.ts';
import type { Random } from './random.ts';
import { drawAnswer, type RaterWorld, type SimulatedRater } from './rater-world.ts';

/** A prompt that got answers: its true quality, and its score in the ranking. */
export interface SimulatedScore {
  prompt: number;
  quality: number;
  /** On the question's scale. */
  score: number;
  low: number;
  high: number;
}

/** Draws the answers of a world's raters and ranks them like `prank rank`. Empty if all answers are equal. */
export function simulateScores(
  assignments: readonly Assignment[],
  raters: readonly SimulatedRater[],
  qualities: Float64Array,
  { world, scale, random }: { world: RaterWorld; scale: readonly number[]; random: Random },
): SimulatedScore[] {
  const groups = new Map<number, RatedItem>();
  for (const { prompt, rater } of assignments) {
    const behaviour = raters[rater]?.behaviour;
    if (behaviour === undefined) continue;
    const item = String(prompt);
    const group = groups.get(prompt) ?? { item, ratings: [] };
    groups.set(prompt, group);
    const place = drawAnswer(world, behaviour, qualities[prompt] ?? 0, random);
    group.ratings.push({ rater: String(rater), item, value: scale[place] ?? 0 });
  }
  const { scores } = scoreRatings([...groups.values()], scale);
  return [...groups.keys()].flatMap((prompt) => {
    const own = scores?.get(String(prompt));
    return own === undefined ? [] : [{ prompt, quality: qualities[prompt] ?? 0, ...own }];
  });
}
