import { Matrix, solve } from 'ml-matrix';
import type { Parameters, RaterParameters, RaterPrior } from './parameters.ts';
import type { RaterFreedom } from './rater-freedom.ts';
import type { CutEvidence, Evidence, RaterEvidence } from './rater-evidence.ts';
import { invert, multiply, type Symmetric3 } from './symmetric3.ts';

/** Prior of the mean slope: its mean from typical human ratings, and its standard deviation. */
export const usualSlope = { mean: 2, sd: 0.25 };

/** Prior of the severities' variance: this many extra raters with this typical variance. */
const pseudoRaters = { count: 4, variance: 0.6 };

/** Raters with fewer answers are ignored for the spread of severities: any severity explains a single answer. */
const enoughAnswers = 5;

/** Longest step of one iteration: at first, the information can be far off. */
const longest = { slope: 0.6, severity: 0.8, logSpread: 0.4, cut: 0.4 };

/** In one step, a cut may close at most this share of the distance to its neighbour. */
const mostApproach = 0.7;

/** One scoring step of all parameters, and of the prior's mean and sd, towards their posterior modes. */
export function updateParameters(parameters: Parameters, evidence: Evidence, freedom: RaterFreedom): Parameters {
  const { prior } = parameters;
  const wholeStep = nextMeanSlope(parameters, evidence.raters) - prior.meanSlope;
  const meanSlope = prior.meanSlope + freedom.meanSlopeStep * wholeStep;
  const sdSeverity = freedom.sdSeverity === null ? nextSdSeverity(parameters, evidence.raters) : prior.sdSeverity;
  const raters = parameters.raters.map((rater, index) => {
    const next = nextRater(rater, prior, evidence.raters[index]);
    return { ...next, slope: next.slope + meanSlope - prior.meanSlope };
  });
  return {
    raters,
    cuts: nextCuts(parameters.cuts, evidence.cuts),
    prior: { ...prior, meanSlope, sdSeverity },
  };
}

/** Covariance of a rater's parameters: the inverse of observed information plus prior precision. */
export function raterCovariance({ observed }: RaterEvidence, prior: RaterPrior): Symmetric3 {
  return invert(withPrior(observed, prior));
}

function withPrior([xx, xy, xz, yy, yz, zz]: Symmetric3, { sdSlope, sdSeverity, sdLogSpread }: RaterPrior): Symmetric3 {
  return [xx + sdSlope ** -2, xy, xz, yy + sdSeverity ** -2, yz, zz + sdLogSpread ** -2];
}

function nextRater(
  { slope, severity, logSpread }: RaterParameters,
  prior: RaterPrior,
  evidence: RaterEvidence | undefined,
): RaterParameters {
  if (evidence === undefined) return { slope, severity, logSpread };
  const [dSlope, dSeverity, dSpread] = evidence.gradient;
  const step = multiply(invert(withPrior(evidence.complete, prior)), [
    dSlope - (slope - prior.meanSlope) * prior.sdSlope ** -2,
    dSeverity - severity * prior.sdSeverity ** -2,
    dSpread - logSpread * prior.sdLogSpread ** -2,
  ]);
  return {
    slope: slope + limit(step[0], longest.slope),
    severity: severity + limit(step[1], longest.severity),
    logSpread: logSpread + limit(step[2], longest.logSpread),
  };
}

/**
 * The mean of the slopes, each weighted by how precisely its rater's repeated items determine it: 1 / (sd² + 1 /
 * information). Items with one answer are left out: their lack of repetition would look like a slope of 0.
 */
function nextMeanSlope({ raters, prior }: Parameters, evidence: readonly RaterEvidence[]): number {
  let sum = usualSlope.mean * usualSlope.sd ** -2;
  let weights = usualSlope.sd ** -2;
  evidence.forEach(({ repeated: { gradient, information } }, index) => {
    const shrink = 1 + prior.sdSlope ** 2 * information;
    sum += ((raters[index]?.slope ?? 0) * information + gradient) / shrink;
    weights += information / shrink;
  });
  return sum / weights;
}

/**
 * σ² = Σ severity² / Σ γ, where γ = 1 − variance / σ² is the share that data determine (MacKay 1992, Bayesian
 * interpolation).
 */
function nextSdSeverity({ raters, prior }: Parameters, evidence: readonly RaterEvidence[]): number {
  let squares = pseudoRaters.count * pseudoRaters.variance;
  let determined = pseudoRaters.count;
  evidence.forEach((own, index) => {
    if (own.answers < enoughAnswers) return;
    squares += (raters[index]?.severity ?? 0) ** 2;
    determined += 1 - raterCovariance(own, prior)[3] / prior.sdSeverity ** 2;
  });
  // Half the step in logs: with the whole step, severities and their spread can oscillate forever.
  return Math.sqrt(prior.sdSeverity * Math.max(prior.sdSeverity / 2, Math.sqrt(squares / determined)));
}

function nextCuts(cuts: Float64Array, { gradient, diagonal, beside }: CutEvidence): Float64Array {
  const information = Matrix.zeros(cuts.length, cuts.length);
  cuts.forEach((_, k) => {
    information.set(k, k, diagonal[k] ?? 0);
    if (k > 0) information.set(k, k - 1, beside[k] ?? 0).set(k - 1, k, beside[k] ?? 0);
  });
  const solved = solve(information, Matrix.columnVector(gradient));
  const step = cuts.map((_, k) => limit(solved.get(k, 0), longest.cut));
  let share = 1;
  for (let k = 1; k < cuts.length; k += 1) {
    const approach = (step[k - 1] ?? 0) - (step[k] ?? 0);
    if (approach > 0) share = Math.min(share, (mostApproach * ((cuts[k] ?? 0) - (cuts[k - 1] ?? 0))) / approach);
  }
  return cuts.map((cut, k) => cut + share * (step[k] ?? 0));
}

function limit(step: number, most: number): number {
  return Math.max(-most, Math.min(most, step));
}
