import { normalReach } from '../lib/normal-distribution.ts';
import type { AnswerTable } from './answer-table.ts';
import type { Fit } from './graded-response/fit.ts';
import type { RaterParameters } from './graded-response/parameters.ts';
import { quadraticForm, type Vector3 } from './graded-response/symmetric3.ts';
import { makeRatingCurves, meanDistance, type RatingCurve } from './rating-curve.ts';
import { rounded } from './score-items.ts';

/** The model's description of a rater, with the ends of 95 % intervals. */
export interface ModelledRater {
  /** How much lower than an average rater this one rates the same items, on the question's scale. */
  severity: number;
  severityLow: number;
  severityHigh: number;
  /** How strongly the answers follow the quality: slope / spread, 1 for the usual rater. */
  discrimination: number;
  discriminationLow: number;
  discriminationHigh: number;
}

/** Step of numerical derivatives. */
const step = 1e-3;

/** Describes raters by id. The intervals come from the covariance of a rater's parameters, by the delta method. */
export function describeRaters(answers: AnswerTable, { parameters, covariances }: Fit): Map<string, ModelledRater> {
  const { average, curveOf } = makeRatingCurves(answers, parameters);
  return new Map(
    parameters.raters.map((rater, index) => {
      const covariance = covariances[index] ?? [0, 0, 0, 0, 0, 0];
      const severity = meanDistance(curveOf(rater), average);
      const severityReach =
        normalReach * Math.sqrt(quadraticForm(covariance, severityGradient(rater, average, curveOf)));
      const perSpread = Math.exp(-rater.logSpread) / parameters.prior.meanSlope;
      const discrimination = rater.slope * perSpread;
      const discriminationReach = normalReach * Math.sqrt(quadraticForm(covariance, [perSpread, 0, -discrimination]));
      return [
        answers.raters[index] ?? '',
        {
          severity: rounded(severity),
          severityLow: rounded(severity - severityReach),
          severityHigh: rounded(severity + severityReach),
          discrimination: rounded(discrimination),
          discriminationLow: rounded(discrimination - discriminationReach),
          discriminationHigh: rounded(discrimination + discriminationReach),
        },
      ];
    }),
  );
}

function severityGradient(
  rater: RaterParameters,
  average: RatingCurve,
  curveOf: (rater: RaterParameters) => RatingCurve,
): Vector3 {
  const at = meanDistance(curveOf(rater), average);
  const moved = (other: Partial<RaterParameters>): number =>
    (meanDistance(curveOf({ ...rater, ...other }), average) - at) / step;
  return [
    moved({ slope: rater.slope + step }),
    moved({ severity: rater.severity + step }),
    moved({ logSpread: rater.logSpread + step }),
  ];
}
