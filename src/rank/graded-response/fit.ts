import { type AnswerTable, splitItems } from '../answer-table.ts';
import type { Parameters } from './parameters.ts';
import type { Quadrature } from './quadrature.ts';
import type { RaterFreedom } from './rater-freedom.ts';
import { gatherEvidence, pseudoAnswers } from './rater-evidence.ts';
import { canKeepTables, makeRaterTables } from './rater-tables.ts';
import { determinant, type Symmetric3 } from './symmetric3.ts';
import { raterCovariance, updateParameters, usualSlope } from './update-parameters.ts';

export interface Fit {
  parameters: Parameters;
  /** Covariance of each rater's slope, severity and log spread. */
  covariances: Symmetric3[];
  /** Log probability of all answers, with the raters' parameters integrated out (Laplace's approximation). */
  logEvidence: number;
  iterations: number;
}

/** A typical standard deviation of severity, in units of quality times the usual slope. */
const startSdSeverity = 0.8;

const mostIterations = 100;

/**
 * Fits the model by EM: qualities are integrated out over the quadrature points (Bock & Aitkin 1981), and the other
 * parameters move to their posterior mode. Starts from `other`, a fit with another freedom, if there is one.
 */
export function fitGradedResponse(
  answers: AnswerTable,
  quadrature: Quadrature,
  freedom: RaterFreedom,
  other: Fit | null = null,
): Fit {
  let parameters = other === null ? startParameters(answers, freedom) : startFrom(other.parameters, freedom);
  const blocks = splitItems(answers, blockSize(answers, quadrature));
  const fillTables = makeRaterTables(answers.raters.length, answers.scale.length, quadrature);
  let iterations = 0;
  for (;;) {
    const evidence = gatherEvidence(blocks, quadrature, parameters, fillTables(parameters));
    const { prior } = parameters;
    const next = updateParameters(parameters, evidence, freedom);
    iterations += 1;
    if (iterations >= mostIterations || change(parameters, next) < freedom.tolerance) {
      const covariances = evidence.raters.map((rater) => raterCovariance(rater, prior));
      const logEvidence = evidence.logLikelihood + raterLogEvidence(parameters, covariances);
      return { parameters, covariances, logEvidence, iterations };
    }
    parameters = next;
  }
}

/** Weights per block of items, so that a block stays in the processor's cache. */
const blockWeights = 2 ** 18;

/** Number of items that go through the E step together. */
function blockSize({ items, raters, scale }: AnswerTable, quadrature: Quadrature): number {
  if (!canKeepTables(raters.length, scale.length, quadrature)) return items.length;
  return Math.ceil(blockWeights / quadrature.points.length);
}

/** All raters alike, with cuts that give the observed shares of the values; each value gets `pseudoAnswers` more. */
function startParameters(
  { raters, scale, category }: AnswerTable,
  { sdSlope, sdSeverity, sdLogSpread }: RaterFreedom,
): Parameters {
  const counts = new Float64Array(scale.length).fill(pseudoAnswers);
  for (const k of category) counts[k] = (counts[k] ?? 0) + 1;
  const total = category.length + scale.length * pseudoAnswers;
  // The average of a logistic function over a normal variable is flatter by this factor (MacKay 1992).
  const stretch = Math.sqrt(1 + (Math.PI / 8) * usualSlope.mean ** 2);
  let below = 0;
  const cuts = counts.subarray(0, -1).map((count) => {
    below += count / total;
    return stretch * Math.log(below / (1 - below));
  });
  return {
    raters: raters.map(() => ({ slope: usualSlope.mean, severity: 0, logSpread: 0 })),
    cuts,
    prior: { meanSlope: usualSlope.mean, sdSlope, sdSeverity: sdSeverity ?? startSdSeverity, sdLogSpread },
  };
}

function startFrom(
  { raters, cuts, prior }: Parameters,
  { sdSlope, sdSeverity, sdLogSpread }: RaterFreedom,
): Parameters {
  const started = Math.max(startSdSeverity, prior.sdSeverity);
  return { raters, cuts, prior: { ...prior, sdSlope, sdSeverity: sdSeverity ?? started, sdLogSpread } };
}

function change(before: Parameters, after: Parameters): number {
  let most = 0;
  const compare = (a: number, b: number): void => {
    most = Math.max(most, Math.abs(a - b));
  };
  before.cuts.forEach((cut, k) => compare(cut, after.cuts[k] ?? 0));
  compare(before.prior.meanSlope, after.prior.meanSlope);
  before.raters.forEach((rater, index) => {
    const next = after.raters[index] ?? rater;
    compare(rater.severity, next.severity);
    compare(rater.slope, next.slope);
    compare(rater.logSpread, next.logSpread);
  });
  return most;
}

/** Log prior density plus the posterior's log volume: −½ δ′Σ₀⁻¹δ + ½ log(|V| / |Σ₀|), summed over raters. */
function raterLogEvidence({ raters, prior }: Parameters, covariances: readonly Symmetric3[]): number {
  const logPriorVolume = Math.log(prior.sdSlope * prior.sdSeverity * prior.sdLogSpread);
  return raters.reduce((sum, { slope, severity, logSpread }, index) => {
    const covariance = covariances[index];
    if (covariance === undefined) return sum;
    const squares =
      ((slope - prior.meanSlope) / prior.sdSlope) ** 2 +
      (severity / prior.sdSeverity) ** 2 +
      (logSpread / prior.sdLogSpread) ** 2;
    return sum - squares / 2 + Math.log(determinant(covariance)) / 2 - logPriorVolume;
  }, 0);
}
