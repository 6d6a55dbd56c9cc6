import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CategoryTables,
  fillCategoryTables,
  makeCategoryTables,
} from '../../../src/rank/graded-response/category-tables.ts';
import type { RaterParameters } from '../../../src/rank/graded-response/parameters.ts';
import { derivative, probability, withCut } from './brute-force.ts';

const points = Float64Array.of(-2, -0.7, 0, 1.3);
const cuts = Float64Array.of(-1.5, -0.1, 0.9);
const rater: RaterParameters = { slope: 1.4, severity: -0.3, logSpread: 0.25 };

function tablesOf(own: Float64Array, parameters: RaterParameters, at = points): CategoryTables {
  const tables = makeCategoryTables(own.length + 1, at.length);
  fillCategoryTables(tables, at, own, parameters);
  return tables;
}

const places = [...cuts.keys(), cuts.length].flatMap((category) =>
  Array.from(points, (point, g) => ({ category, point, at: category * points.length + g })),
);

function number(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true });
}

it('has a row of points for each value, and each table lies apart from the others', () => {
  const tables = makeCategoryTables(3, 5);
  const all = [tables.logProbability, tables.lower, tables.upper, tables.spread];
  all.forEach((table, index) => {
    expect(table).toEqual(new Float64Array(15));
    table.fill(index + 1);
  });
  expect(all.map((table) => [...new Set(table)])).toEqual([[1], [2], [3], [4]]);
});

describe('fillCategoryTables', () => {
  it('gives the probability of each value at each quality', () => {
    const tables = tablesOf(cuts, rater);
    for (const { category, point, at } of places) {
      expect(Math.exp(tables.logProbability[at] ?? 0)).toBeCloseTo(probability(category, point, cuts, rater), 12);
    }
  });

  it('gives the derivatives of its logarithm by the cuts beside the value, and by the log of the spread', () => {
    const tables = tablesOf(cuts, rater);
    for (const { category, point, at } of places) {
      const byCut = (cut: number): number =>
        cut < 0 || cut >= cuts.length
          ? 0
          : derivative((more) => {
              const moved = withCut({ raters: [rater], cuts }, cut, more);
              return Math.log(probability(category, point, moved.cuts, rater));
            });
      const bySpread = derivative((more) =>
        Math.log(probability(category, point, cuts, { ...rater, logSpread: rater.logSpread + more })),
      );
      expect(tables.lower[at]).toBeCloseTo(byCut(category - 1), 8);
      expect(tables.upper[at]).toBeCloseTo(byCut(category), 8);
      expect(tables.spread[at]).toBeCloseTo(bySpread, 8);
    }
  });

  it('has the derivatives by severity and slope in those by the cuts', () => {
    const tables = tablesOf(cuts, rater);
    for (const { category, point, at } of places) {
      const by = (name: 'severity' | 'slope'): number =>
        derivative((more) => Math.log(probability(category, point, cuts, { ...rater, [name]: rater[name] + more })));
      const both = (tables.lower[at] ?? 0) + (tables.upper[at] ?? 0);
      expect(both).toBeCloseTo(by('severity'), 8);
      expect(-point * both).toBeCloseTo(by('slope'), 8);
    }
  });

  it('takes no value for impossible: the least probability is one in ten thousand million', () => {
    // Far below the lowest cut the other values round to 0.
    const [, middle = 0, high = 0] = tablesOf(
      Float64Array.of(-1, 1),
      { ...rater, slope: 100 },
      Float64Array.of(-9),
    ).logProbability;
    expect(middle).toBeCloseTo(Math.log(1e-10), 12);
    expect(high).toBeCloseTo(Math.log(1e-10), 12);
  });

  it('gives probabilities that sum to 1 at any quality', () => {
    fc.assert(
      fc.property(
        number(-3, 3),
        fc.record({ slope: number(-1, 3), severity: number(-2, 2), logSpread: number(-1, 1) }),
        (quality, drawn) => {
          const logs = tablesOf(cuts, drawn, Float64Array.of(quality)).logProbability;
          expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 8);
        },
      ),
    );
  });
});
