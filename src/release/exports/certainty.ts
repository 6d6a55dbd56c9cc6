import { normalReach, normalTail } from '../../lib/normal-distribution.ts';
import type { RankedItem } from '../../model.ts';

/**
 * Probability that the score is at least `threshold`, from published figures alone. The score is taken as normally
 * distributed: the lower half of the interval gives the spread below the score, the upper half the spread above it.
 * null without an interval.
 */
export function findCertainty(
  { score, scoreLow, scoreHigh }: Pick<RankedItem, 'score' | 'scoreLow' | 'scoreHigh'>,
  threshold: number,
): number | null {
  if (score === null || scoreLow === null || scoreHigh === null) return null;
  const distance = score - threshold;
  const reach = distance >= 0 ? score - scoreLow : scoreHigh - score;
  if (reach === 0) return distance >= 0 ? 1 : 0;
  // Rounded like scores, so that all machines select the same prompts.
  return Math.round(1e6 * normalTail((-normalReach * distance) / reach)) / 1e6;
}
