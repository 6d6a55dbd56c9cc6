import { Matrix, inverse } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { fitMixedModel } from '../../../src/rank/factors/mixed-model.ts';
import { estimateVarianceComponents } from '../../../src/rank/factors/variance-components.ts';
import { normal, uniformOf } from '../simulated-world.ts';

interface Data {
  values: Float64Array;
  design: Float64Array[];
  crossing: { item: Int32Array; rater: Int32Array; items: number; raters: number };
}

/** value = 3 + 0.5 x + item + rater + error, with standard deviations 0.8, 0.5 and 0.7; x belongs to the item. */
function simulate(seed: number, items: number, raters: number, overlap: number): Data {
  const uniform = uniformOf(seed);
  const raterEffects = Array.from({ length: raters }, () => 0.5 * normal(uniform));
  const rows: { value: number; x: number; item: number; rater: number }[] = [];
  for (let item = 0; item < items; item += 1) {
    const x = uniform() < 0.5 ? 0 : 1;
    const effect = 0.8 * normal(uniform);
    const asked = new Set<number>();
    while (asked.size < overlap) asked.add(Math.floor(uniform() ** 2 * raters));
    for (const rater of asked) {
      const value = 3 + 0.5 * x + effect + (raterEffects[rater] ?? 0) + 0.7 * normal(uniform);
      rows.push({ value, x, item, rater });
    }
  }
  return {
    values: Float64Array.from(rows, ({ value }) => value),
    design: [Float64Array.from(rows, () => 1), Float64Array.from(rows, ({ x }) => x)],
    crossing: {
      item: Int32Array.from(rows, ({ item }) => item),
      rater: Int32Array.from(rows, ({ rater }) => rater),
      items,
      raters,
    },
  };
}

/** The same answers, each by a rater who gave no other. */
function withOwnRaters({ values, design, crossing }: Data): Data {
  const rater = crossing.rater.map((_, answer) => answer);
  return { values, design, crossing: { ...crossing, rater, raters: rater.length } };
}

describe('fitMixedModel', () => {
  it.each<[string, Data]>([
    ['of items and raters', simulate(1, 30, 6, 3)],
    ['of items whose answers are all of raters of their own', withOwnRaters(simulate(5, 30, 6, 3))],
    ['of items with one answer each', simulate(6, 60, 6, 1)],
  ])('equals generalized least squares with the whole covariance matrix %s', (_name, { values, design, crossing }) => {
    const { coefficients, covariance, variances } = fitMixedModel(values, design, crossing);
    const n = values.length;
    const whole = new Matrix(
      Array.from({ length: n }, (_, a) =>
        Array.from(
          { length: n },
          (__, b) =>
            (a === b ? variances.error : 0) +
            (crossing.item[a] === crossing.item[b] ? variances.item : 0) +
            (crossing.rater[a] === crossing.rater[b] ? variances.rater : 0),
        ),
      ),
    );
    const x = new Matrix(design.map((column) => [...column])).transpose();
    const weights = x.transpose().mmul(inverse(whole));
    const expected = inverse(weights.mmul(x));
    const beta = expected.mmul(weights.mmul(Matrix.columnVector(values))).to1DArray();
    coefficients.forEach((coefficient, index) => expect(coefficient).toBeCloseTo(beta[index] ?? 0, 8));
    covariance.to1DArray().forEach((value, index) => expect(value).toBeCloseTo(expected.to1DArray()[index] ?? 0, 8));
  });

  it('takes the effects out before it looks for variances', () => {
    const { values, design, crossing } = simulate(7, 40, 6, 3);
    const plain = fitMixedModel(values, design, crossing);
    const moved = fitMixedModel(
      values.map((value, answer) => value + 50 + 30 * (design[1]?.[answer] ?? 0)),
      design,
      crossing,
    );
    expect(moved.coefficients[0]).toBeCloseTo((plain.coefficients[0] ?? 0) + 50, 6);
    expect(moved.coefficients[1]).toBeCloseTo((plain.coefficients[1] ?? 0) + 30, 6);
    expect(moved.variances.item).toBeCloseTo(plain.variances.item, 6);
    expect(moved.variances.rater).toBeCloseTo(plain.variances.rater, 6);
    expect(moved.variances.error).toBeCloseTo(plain.variances.error, 6);
  });

  it('finds the variances', () => {
    const { values, design, crossing } = simulate(2, 4000, 200, 3);
    const { variances, coefficients } = fitMixedModel(values, design, crossing);
    expect(variances.item).toBeCloseTo(0.64, 1);
    expect(variances.rater).toBeCloseTo(0.25, 1);
    expect(variances.error).toBeCloseTo(0.49, 1);
    expect(coefficients[1]).toBeCloseTo(0.5, 1);
  });

  it.each([1, 3])('has intervals that cover the effect in about 95 of 100 campaigns, overlap %d', (overlap) => {
    let held = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const { values, design, crossing } = simulate(100 + seed, 120, 15, overlap);
      const { coefficients, covariance } = fitMixedModel(values, design, crossing);
      if (Math.abs((coefficients[1] ?? 0) - 0.5) < 1.96 * Math.sqrt(covariance.get(1, 1))) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(182);
    expect(held).toBeLessThanOrEqual(198);
  });
});

describe('estimateVarianceComponents', () => {
  it('is exact for a full table: two items, two raters, no error', () => {
    const crossing = { item: Int32Array.of(0, 0, 1, 1), rater: Int32Array.of(0, 1, 0, 1), items: 2, raters: 2 };
    // Items differ by 2 and raters by 1: variances 2 and 0.5.
    const { item, rater, error } = estimateVarianceComponents(Float64Array.of(1, 2, 3, 4), crossing);
    expect(item).toBeCloseTo(2, 6);
    expect(rater).toBeCloseTo(0.5, 6);
    expect(error).toBeLessThan(1e-6);
  });

  it('counts the items as error if each has one answer', () => {
    const { values, crossing } = simulate(3, 6000, 400, 1);
    const { item, rater, error } = estimateVarianceComponents(values, crossing);
    expect(item).toBe(0);
    expect(rater).toBeCloseTo(0.25, 1);
    expect(error).toBeCloseTo(0.64 + 0.49 + 0.0625, 1);
  });

  it.each([
    ['one answer', [4], [0], [0]],
    ['one rater', [4, 2, 3], [0, 1, 2], [0, 0, 0]],
    ['one item', [4, 2, 3], [0, 0, 0], [0, 1, 2]],
    ['equal answers', [4, 4, 4, 4], [0, 0, 1, 1], [0, 1, 0, 1]],
  ])('is finite and not negative with %s', (_, values, item, rater) => {
    const components = estimateVarianceComponents(Float64Array.from(values), {
      item: Int32Array.from(item),
      rater: Int32Array.from(rater),
      items: 3,
      raters: 3,
    });
    for (const variance of Object.values(components)) expect(variance >= 0 && Number.isFinite(variance)).toBe(true);
    expect(components.error).toBeGreaterThan(0);
  });
});
