import type { AnswerTable } from '../answer-table.ts';
import type { Fit } from './fit.ts';
import { computePosterior } from './posterior.ts';
import type { Quadrature } from './quadrature.ts';
import { makeRaterTables } from './rater-tables.ts';
import { quadraticForm } from './symmetric3.ts';

/** Quality of each item, on a scale where qualities are standard normal. */
export interface ItemQualities {
  mean: Float64Array;
  sd: Float64Array;
}

/**
 * Posterior means, and standard deviations that include the raters' uncertainty: variance = Var(quality | raters) + Σ
 * c′Vc over the item's answers. V is the covariance of the rater's parameters. c is the posterior covariance of quality
 * and the answer's score: how far the mean moves with the parameters (Kass & Steffey 1989, Approximate Bayesian
 * inference in conditionally independent hierarchical models).
 */
export function estimateQualities(answers: AnswerTable, quadrature: Quadrature, fit: Fit): ItemQualities {
  const { points } = quadrature;
  const width = points.length;
  const tablesOf = makeRaterTables(answers.raters.length, answers.scale.length, quadrature)(fit.parameters);
  const { weights } = computePosterior(answers, quadrature, tablesOf);
  const { mean, variance } = takeMoments(weights, points);
  fit.covariances.forEach((covariance, index) => {
    const tables = tablesOf(index);
    const end = answers.raterStart[index + 1] ?? 0;
    for (let answer = answers.raterStart[index] ?? 0; answer < end; answer += 1) {
      const item = answers.item[answer] ?? 0;
      const at = (answers.category[answer] ?? 0) * width;
      let [slope, severity, spread] = [0, 0, 0];
      for (let g = 0; g < width; g += 1) {
        const point = points[g] ?? 0;
        const weight = (weights[item * width + g] ?? 0) * (point - (mean[item] ?? 0));
        const score = weight * ((tables.lower[at + g] ?? 0) + (tables.upper[at + g] ?? 0));
        severity += score;
        slope -= score * point;
        spread += weight * (tables.spread[at + g] ?? 0);
      }
      variance[item] = (variance[item] ?? 0) + quadraticForm(covariance, [slope, severity, spread]);
    }
  });
  return { mean, sd: variance.map((value) => Math.sqrt(value)) };
}

/** Mean and variance of each item's weights, items × points. */
export function takeMoments(
  weights: Float64Array,
  points: Float64Array,
): { mean: Float64Array; variance: Float64Array } {
  const width = points.length;
  const mean = new Float64Array(weights.length / width);
  const variance = new Float64Array(mean.length);
  for (let item = 0; item < mean.length; item += 1) {
    let first = 0;
    let second = 0;
    for (let g = 0; g < width; g += 1) {
      const weight = weights[item * width + g] ?? 0;
      const point = points[g] ?? 0;
      first += weight * point;
      second += weight * point * point;
    }
    mean[item] = first;
    variance[item] = Math.max(0, second - first * first);
  }
  return { mean, variance };
}
