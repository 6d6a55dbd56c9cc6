/**
 * Parameters of the graded response model with slope, severity and spread of each rater:
 * P(answer ≥ k-th value) = logistic((slope · quality − severity − cut_k) / exp(logSpread)).
 */
export interface Parameters {
  raters: RaterParameters[];
  /** Ascending, one between any two neighbours on the scale. */
  cuts: Float64Array;
  prior: RaterPrior;
}

export interface RaterParameters {
  /** How strongly the rater's answers follow the quality. */
  slope: number;
  /** How much more it takes than with an average rater to get the same answer. */
  severity: number;
  /** Log of how much the rater's answers scatter. */
  logSpread: number;
}

/** Raters are normally distributed around the mean slope, severity 0 and log spread 0. */
export interface RaterPrior {
  meanSlope: number;
  sdSlope: number;
  sdSeverity: number;
  sdLogSpread: number;
}

/** The rater in the middle of the prior. */
export function usualRater({ meanSlope }: RaterPrior): RaterParameters {
  return { slope: meanSlope, severity: 0, logSpread: 0 };
}
