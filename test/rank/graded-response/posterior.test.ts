import { describe, expect, it } from 'vitest';
import { computePosterior, type Posterior } from '../../../src/rank/graded-response/posterior.ts';
import { makeQuadrature } from '../../../src/rank/graded-response/quadrature.ts';
import { makeRaterTables } from '../../../src/rank/graded-response/rater-tables.ts';
import { splitItems } from '../../../src/rank/answer-table.ts';
import { logLikelihood, posteriorWeights, sample, toTable } from './brute-force.ts';

const quadrature = makeQuadrature(3);
const width = quadrature.points.length;
const { answers, items, values, parameters } = sample;
const table = toTable(answers, items, values);
const tablesOf = () => makeRaterTables(3, values, quadrature)(parameters);
const compute = (): Posterior => computePosterior(table, quadrature, tablesOf());

function weightsOf({ weights }: Posterior, item: number): number[] {
  return [...weights.subarray(item * width, (item + 1) * width)];
}

describe('computePosterior', () => {
  it.each([0, 1, 2, 3, 4])("is Bayes' rule for item %i", (item) => {
    const expected = posteriorWeights(
      answers.filter((answer) => answer.item === item),
      parameters,
      quadrature,
    );
    weightsOf(compute(), item).forEach((weight, g) => expect(weight).toBeCloseTo(expected[g] ?? 0, 12));
  });

  it('has the log likelihood of all answers', () => {
    expect(compute().logLikelihood).toBeCloseTo(logLikelihood(answers, parameters, quadrature), 10);
  });

  it('says of each item that is looked at alone the same, though some raters gave it no answer', () => {
    const posterior = compute();
    const blocks = splitItems(table, 1).map((block) => computePosterior(block, quadrature, tablesOf()));
    expect(blocks.flatMap((block) => weightsOf(block, 0))).toEqual([...posterior.weights]);
    const total = blocks.reduce((sum, block) => sum + block.logLikelihood, 0);
    expect(total).toBeCloseTo(posterior.logLikelihood, 10);
  });

  it('is not thrown off by answers whose probability is next to nothing', () => {
    const many = Array.from({ length: 9 }, (_, rater) => ({ rater, item: 0, category: rater % 2 === 0 ? 0 : 3 }));
    const strict = { ...parameters, raters: many.map(() => ({ slope: 9, severity: 0, logSpread: -1 })) };
    const own = computePosterior(toTable(many, 1, values), quadrature, makeRaterTables(9, values, quadrature)(strict));
    expect(own.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(Number.isFinite(own.logLikelihood)).toBe(true);
  });

  it('marks the points from the first to the last that have any weight', () => {
    const steep = { ...parameters, raters: parameters.raters.map((rater) => ({ ...rater, slope: 8, logSpread: -1 })) };
    const own = computePosterior(table, quadrature, makeRaterTables(3, values, quadrature)(steep));
    for (let item = 0; item < items; item += 1) {
      const inside = weightsOf(own, item).map((weight) => weight >= 1e-12);
      expect(own.first[item]).toBe(inside.indexOf(true));
      expect(own.end[item]).toBe(inside.lastIndexOf(true) + 1);
    }
    // Its answer in the middle of the scale rules both ends out; an item without an answer may be anywhere.
    expect(own.first[3]).toBeGreaterThan(0);
    expect(own.end[3]).toBeLessThan(width);
    expect([own.first[4], own.end[4]]).toEqual([0, width]);
  });
});
