import { normalReach } from '../lib/normal-distribution.ts';
import type { AnswerTable } from './answer-table.ts';
import type { ModelEstimate } from './graded-response/estimate-model.ts';
import { makeRatingCurves, ratingAt } from './rating-curve.ts';

/** An item's score on the question's scale, and the ends of its 95 % interval. */
export interface ItemScore {
  score: number;
  low: number;
  high: number;
}

/** Rounds, so that a last bit that differs between machines changes no rank or byte of a release. Never gives −0. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

/** Maps each item to the rating an average rater would give it, at its mean quality and at mean ± 1.96 sd. */
export function scoreItems(answers: AnswerTable, { fit, qualities }: ModelEstimate): Map<string, ItemScore> {
  const { average } = makeRatingCurves(answers, fit.parameters);
  return new Map(
    answers.items.map((item, index) => {
      const mean = qualities.mean[index] ?? 0;
      const half = normalReach * (qualities.sd[index] ?? 1);
      const [low, score, high] = [mean - half, mean, mean + half].map((quality) => rounded(ratingAt(average, quality)));
      return [item, { score: score ?? 0, low: low ?? 0, high: high ?? 0 }];
    }),
  );
}
