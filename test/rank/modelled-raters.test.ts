import { describe, expect, it } from 'vitest';
import type { Fit } from '../../src/rank/graded-response/fit.ts';
import type { Parameters } from '../../src/rank/graded-response/parameters.ts';
import type { Symmetric3 } from '../../src/rank/graded-response/symmetric3.ts';
import { describeRaters } from '../../src/rank/modelled-raters.ts';
import { derivative, probability, sample, sumOf, toTable, withRater } from './graded-response/brute-force.ts';

const { answers, items, values, parameters } = sample;
const scale = [1, 2, 3, 5];
const table = { ...toTable(answers, items, values), scale };
const covariances: Symmetric3[] = [
  [0.2, 0.05, -0.04, 0.3, 0.02, 0.1],
  [0.1, -0.03, 0.01, 0.15, 0.05, 0.2],
  [0.3, 0.1, 0.06, 0.25, -0.07, 0.12],
];
const fit: Fit = { parameters, covariances, logEvidence: 0, iterations: 1 };
const describeAll = () => describeRaters(table, fit);

const qualities = Array.from({ length: 241 }, (_, index) => (index - 120) / 20);

/** What a rater gives on the average, over qualities that are standard normal. */
function meanRating({ raters, cuts }: Parameters, rater: number): number {
  const own = raters[rater];
  if (own === undefined) throw new Error(`no rater ${rater}`);
  const weights = qualities.map((quality) => Math.exp(-(quality ** 2) / 2));
  const ratings = qualities.map((quality) =>
    sumOf(scale.map((value, category) => value * probability(category, quality, cuts, own))),
  );
  return sumOf(ratings.map((rating, index) => rating * (weights[index] ?? 0))) / sumOf(weights);
}

const average = sumOf([0, 1, 2].map((rater) => meanRating(parameters, rater))) / 3;
const names = ['slope', 'severity', 'logSpread'] as const;

/** √(g′Vg) · 1.96, by the delta method. */
function reachOf(rater: number, gradient: readonly number[]): number {
  const [xx, xy, xz, yy, yz, zz] = covariances[rater] ?? [0, 0, 0, 0, 0, 0];
  const [x = 0, y = 0, z = 0] = gradient;
  return 1.959964 * Math.sqrt(x * x * xx + y * y * yy + z * z * zz + 2 * (x * y * xy + x * z * xz + y * z * yz));
}

describe('describeRaters', () => {
  it('names all raters', () => {
    expect([...describeAll().keys()]).toEqual(['r0', 'r1', 'r2']);
  });

  it.each([0, 1, 2])('says how much lower than an average rater %i rates the same items', (rater) => {
    const own = describeAll().get(`r${rater}`);
    const severity = average - meanRating(parameters, rater);
    expect(own?.severity).toBeCloseTo(severity, 5);
    const reach = reachOf(
      rater,
      names.map((name) => derivative((more) => -meanRating(withRater(parameters, rater, name, more), rater))),
    );
    expect(Math.abs((own?.severityLow ?? 0) - (severity - reach))).toBeLessThan(2e-3 * reach);
    expect(Math.abs((own?.severityHigh ?? 0) - (severity + reach))).toBeLessThan(2e-3 * reach);
  });

  it.each([0, 1, 2])('says how much rater %i follows the quality, where the usual rater has 1', (rater) => {
    const own = describeAll().get(`r${rater}`);
    const discriminationOf = ({ raters }: Parameters): number => {
      const { slope, logSpread } = raters[rater] ?? { slope: 0, logSpread: 0 };
      return slope / Math.exp(logSpread) / 1.8;
    };
    const discrimination = discriminationOf(parameters);
    const reach = reachOf(
      rater,
      names.map((name) => derivative((more) => discriminationOf(withRater(parameters, rater, name, more)))),
    );
    expect(own?.discrimination).toBeCloseTo(discrimination, 5);
    expect(own?.discriminationLow).toBeCloseTo(discrimination - reach, 5);
    expect(own?.discriminationHigh).toBeCloseTo(discrimination + reach, 5);
  });

  it('gives figures that are rounded', () => {
    for (const rater of describeAll().values()) {
      for (const figure of Object.values(rater)) expect(Math.round(figure * 1e6) / 1e6).toBe(figure);
    }
  });
});
