import { normalReach, normalTail } from '../../lib/normal-distribution.ts';
import type { RankedItem } from '../../model.ts';

/**
 * Probability that the score is at least `threshold`, by the published figures alone: the score's distribution is taken
 * for normal with the interval's lower half as its reach below the score, and the upper half above. null without an
 * interval.
 */
export function findCertainty(
  { score, scoreLow, scoreHigh }: Pick<RankedItem, 'score' | 'scoreLow' | 'scoreHigh'>,
  threshold: number,
): number | null {
  if (score === null || scoreLow === null || scoreHigh === null) return null;
  const distance = score - threshold;
  const reach = distance >= 0 ? score - scoreLow : scoreHigh - score;
  if (reach === 0) return distance >= 0 ? 1 : 0;
  // Rounded as scores are, so that machines agree on who is in.
  return Math.round(1e6 * normalTail((-normalReach * distance) / reach)) / 1e6;
}
