import type { Rating } from '../../model.ts';
import { groupRatings } from '../rating-groups.ts';
import { scoreRatings } from '../score-ratings.ts';
import { canFitWorld, fitWorld } from './fit-world.ts';
import { assumeWorld, type RaterWorld } from './rater-world.ts';

export interface ChosenWorld {
  world: RaterWorld;
  /** Values of the question, and any other values that were given. */
  scale: readonly number[];
  /** true: raters fitted to the answers. false: assumed raters, because there are too few answers. */
  fitted: boolean;
}

/** Describes the raters who gave these answers to a question with these values. */
export function chooseWorld(ratings: readonly Rating[], values: readonly number[]): ChosenWorld {
  const items = [...new Set(ratings.map(({ item }) => item))];
  const { answers, model } = scoreRatings(groupRatings(ratings, items), values);
  const { scale } = answers;
  if (model === null || !canFitWorld(answers)) return { world: assumeWorld(scale.length), scale, fitted: false };
  return { world: fitWorld(answers, model), scale, fitted: true };
}
