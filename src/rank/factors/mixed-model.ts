import { Matrix, solve } from 'ml-matrix';
import { type Crossing, estimateVarianceComponents, type VarianceComponents } from './variance-components.ts';

export interface MixedModel {
  /** One per column of the design. */
  coefficients: number[];
  /** Covariance of the coefficients. */
  covariance: Matrix;
  variances: VarianceComponents;
}

const rounds = 3;

/**
 * Linear mixed model value = design · coefficients + item + rater + error, with random items and raters. Alternates
 * generalized least squares with variances from the moments of the residuals. The columns must be linearly independent.
 */
export function fitMixedModel(values: Float64Array, design: readonly Float64Array[], crossing: Crossing): MixedModel {
  let variances: VarianceComponents = { item: 0, rater: 0, error: 1 };
  let covariance = Matrix.zeros(0, 0);
  let coefficients: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const weighted = design.map((column) => applyInverse(column, variances, crossing));
    const information = new Matrix(weighted.map((column) => design.map((other) => dot(column, other))));
    covariance = solve(information, Matrix.eye(design.length));
    const products = Matrix.columnVector(weighted.map((column) => dot(column, values)));
    coefficients = covariance.mmul(products).to1DArray();
    const residuals = values.map((value, answer) =>
      design.reduce((rest, column, index) => rest - (column[answer] ?? 0) * (coefficients[index] ?? 0), value),
    );
    if (round < rounds - 1) variances = estimateVarianceComponents(residuals, crossing);
  }
  return { coefficients, covariance, variances };
}

const mostSteps = 200;
const precision = 1e-10;

/**
 * The inverse of the answers' covariance matrix times a vector. Eliminates item effects, then solves a system with one
 * equation per rater by conjugate gradients, with its diagonal as preconditioner.
 */
function applyInverse(
  vector: Float64Array,
  { item, rater, error }: VarianceComponents,
  crossing: Crossing,
): Float64Array {
  const itemShrink = shrinkage(crossing.item, crossing.items, item, error);
  const withoutItems = (x: Float64Array): Float64Array => {
    const sums = sumBy(x, crossing.item, crossing.items);
    return x.map((value, answer) => {
      const group = crossing.item[answer] ?? 0;
      return value - (sums[group] ?? 0) * (itemShrink[group] ?? 0);
    });
  };
  if (rater === 0) return withoutItems(vector).map((value) => value / error);
  const counts = sumBy(new Float64Array(vector.length).fill(1), crossing.rater, crossing.raters);
  const ridge = error / rater;
  const spread = (effects: Float64Array): Float64Array =>
    Float64Array.from(crossing.rater, (group) => effects[group] ?? 0);
  const multiply = (effects: Float64Array): Float64Array =>
    sumBy(withoutItems(spread(effects)), crossing.rater, crossing.raters).map(
      (value, group) => value + ridge * (effects[group] ?? 0),
    );
  const effects = conjugateGradients(
    multiply,
    sumBy(withoutItems(vector), crossing.rater, crossing.raters),
    counts.map((count) => count + ridge),
  );
  const own = spread(effects);
  return withoutItems(vector.map((value, answer) => value - (own[answer] ?? 0))).map((value) => value / error);
}

/** 1 / (answers + error / variance) for each group; 0 if the variance is 0. */
function shrinkage(groupOf: Int32Array, groups: number, variance: number, error: number): Float64Array {
  const counts = sumBy(new Float64Array(groupOf.length).fill(1), groupOf, groups);
  return counts.map((count) => (variance === 0 ? 0 : 1 / (count + error / variance)));
}

function conjugateGradients(
  multiply: (x: Float64Array) => Float64Array,
  right: Float64Array,
  diagonal: Float64Array,
): Float64Array {
  let x = new Float64Array(right.length);
  let residual = right;
  let direction = residual.map((value, index) => value / (diagonal[index] ?? 1));
  let energy = dot(residual, direction);
  const goal = precision ** 2 * energy;
  for (let step = 0; step < mostSteps && energy > goal; step += 1) {
    const moved = multiply(direction);
    const length = energy / dot(direction, moved);
    const [from, along] = [residual, direction];
    x = x.map((value, index) => value + length * (along[index] ?? 0));
    residual = from.map((value, index) => value - length * (moved[index] ?? 0));
    const scaled = residual.map((value, index) => value / (diagonal[index] ?? 1));
    const next = dot(residual, scaled);
    direction = scaled.map((value, index) => value + (next / energy) * (along[index] ?? 0));
    energy = next;
  }
  return x;
}

function sumBy(values: Float64Array, groupOf: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  groupOf.forEach((group, answer) => {
    sums[group] = (sums[group] ?? 0) + (values[answer] ?? 0);
  });
  return sums;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < x.length; index += 1) sum += (x[index] ?? 0) * (y[index] ?? 0);
  return sum;
}
