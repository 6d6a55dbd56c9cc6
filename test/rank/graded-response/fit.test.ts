import { determinant, inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { makeAnswerTable } from '../../../src/rank/answer-table.ts';
import { groupRatings } from '../../../src/rank/rating-groups.ts';
import { type Fit, fitGradedResponse } from '../../../src/rank/graded-response/fit.ts';
import { makeQuadrature } from '../../../src/rank/graded-response/quadrature.ts';
import { freedoms, type RaterFreedom } from '../../../src/rank/graded-response/rater-freedom.ts';
import { scale, simulateWorld } from '../simulated-world.ts';
import {
  derivative,
  type GivenAnswer,
  logLikelihood,
  posteriorWeights,
  probability,
  sumOf,
  withCut,
  withRater,
} from './brute-force.ts';

const world = simulateWorld({ seed: 3, items: 30, raters: 5, overlap: 3 });
const table = makeAnswerTable(groupRatings(world.ratings, world.items), scale);
const quadrature = makeQuadrature(3);
const answers = world.ratings.map(({ rater, item, value }): GivenAnswer => ({
  rater: table.raters.indexOf(rater),
  item: table.items.indexOf(item),
  category: scale.indexOf(value),
}));
const names = ['slope', 'severity', 'logSpread'] as const;

/** How the log likelihood of some answers changes with a rater. */
function scoresOf(some: readonly GivenAnswer[], { parameters }: Fit, rater: number): number[] {
  return names.map((name) =>
    derivative((more) => logLikelihood(some, withRater(parameters, rater, name, more), quadrature)),
  );
}

/** Half an answer of each value by the usual rater, that all values keep a place. */
function pseudoLogLikelihood({ parameters: { cuts, prior } }: Fit, cut: number, more: number): number {
  const pseudo = scale.map((_, category): GivenAnswer => ({ rater: 0, item: category, category }));
  return (
    logLikelihood(
      pseudo,
      withCut({ raters: [{ slope: prior.meanSlope, severity: 0, logSpread: 0 }], cuts }, cut, more),
      quadrature,
    ) / 2
  );
}

/** Of the normal distribution around 0. */
function logDensity(value: number, sd: number): number {
  return -((value / sd) ** 2) / 2 - Math.log(sd * Math.sqrt(2 * Math.PI));
}

describe('a fit that is done', () => {
  const freedom: RaterFreedom = { ...freedoms.severity, sdSlope: 0.4, sdLogSpread: 0.3, tolerance: 2e-4 };
  const run = (): Fit => fitGradedResponse(table, quadrature, freedom);

  it('takes fewer steps than it may', () => {
    const fit = run();
    const { prior } = fit.parameters;
    expect(fit.iterations).toBeGreaterThan(1);
    expect(fit.iterations).toBeLessThan(100);
    expect(prior).toMatchObject({ sdSlope: 0.4, sdLogSpread: 0.3 });
  });

  it('is where no cut can make the answers more probable', () => {
    const fit = run();
    const { cuts } = fit.parameters;
    [...cuts.keys()].forEach((cut) => {
      const uphill = derivative(
        (more) =>
          logLikelihood(answers, withCut(fit.parameters, cut, more), quadrature) + pseudoLogLikelihood(fit, cut, more),
      );
      expect(Math.abs(uphill)).toBeLessThan(0.01);
    });
    expect([...cuts]).toEqual([...cuts].toSorted((a, b) => a - b));
  });

  it('does not end before the cuts have come to rest, where nothing else moves', () => {
    const still = { sdSlope: 1e-4, sdSeverity: 1e-4, sdLogSpread: 1e-4, meanSlopeStep: 0, tolerance: 1e-5 };
    const fit = fitGradedResponse(table, quadrature, still);
    expect(fit.iterations).toBeLessThan(100);
    [...fit.parameters.cuts.keys()].forEach((cut) => {
      const uphill = derivative(
        (more) =>
          logLikelihood(answers, withCut(fit.parameters, cut, more), quadrature) + pseudoLogLikelihood(fit, cut, more),
      );
      expect(Math.abs(uphill)).toBeLessThan(1e-3);
    });
  });

  it('is where no parameter of a rater can be more probable, with the prior', () => {
    const fit = run();
    const { raters, prior } = fit.parameters;
    raters.forEach((rater, index) => {
      const [slope = 0, severity = 0, logSpread = 0] = scoresOf(answers, fit, index);
      expect(Math.abs(slope - (rater.slope - prior.meanSlope) / prior.sdSlope ** 2)).toBeLessThan(0.01);
      expect(Math.abs(severity - rater.severity / prior.sdSeverity ** 2)).toBeLessThan(0.01);
      expect(Math.abs(logSpread - rater.logSpread / prior.sdLogSpread ** 2)).toBeLessThan(0.01);
    });
  });

  it('has the spread of severities that these and four usual raters have, less what the prior told', () => {
    const fit = run();
    const { raters, prior } = fit.parameters;
    const determined = fit.covariances.map((covariance) => 1 - covariance[3] / prior.sdSeverity ** 2);
    const squares = 4 * 0.6 + sumOf(raters.map(({ severity }) => severity ** 2));
    expect(prior.sdSeverity ** 2).toBeCloseTo(squares / (4 + sumOf(determined)), 3);
  });

  it('has the covariance of each rater, and the evidence with the raters integrated out', () => {
    const fit = run();
    const { raters, prior } = fit.parameters;
    const priorPrecision = [prior.sdSlope ** -2, prior.sdSeverity ** -2, prior.sdLogSpread ** -2];
    const logDensities = raters.map((rater, index) => {
      const scores = answers
        .filter((answer) => answer.rater === index)
        .map(({ item }) =>
          scoresOf(
            answers.filter((other) => other.item === item),
            fit,
            index,
          ),
        );
      const information = Matrix.diag(priorPrecision);
      for (const score of scores) {
        const column = Matrix.columnVector(score);
        information.add(column.mmul(column.transpose()));
      }
      const covariance = inverse(information);
      const [xx, xy, xz, yy, yz, zz] = fit.covariances[index] ?? [];
      const found = [xx, xy, xz, xy, yy, yz, xz, yz, zz];
      covariance.to1DArray().forEach((value, place) => expect(found[place]).toBeCloseTo(value, 6));
      // Laplace's approximation: the normal prior's density times √((2π)³ |V|).
      return (
        logDensity(rater.slope - prior.meanSlope, prior.sdSlope) +
        logDensity(rater.severity, prior.sdSeverity) +
        logDensity(rater.logSpread, prior.sdLogSpread) +
        Math.log(Math.sqrt((2 * Math.PI) ** 3 * determinant(covariance)))
      );
    });
    expect(fit.logEvidence).toBeCloseTo(logLikelihood(answers, fit.parameters, quadrature) + sumOf(logDensities), 5);
  });

  it('has nothing to do when it goes on from itself', () => {
    const held = { ...freedoms.alike, tolerance: 1e-6 };
    const first = fitGradedResponse(table, quadrature, held);
    const again = fitGradedResponse(table, quadrature, held, first);
    expect(again).toEqual({ ...first, iterations: 1 });
  });

  it('does not hang on where it began', () => {
    const fit = run();
    const { raters, cuts } = fit.parameters;
    const other = fitGradedResponse(table, quadrature, freedom, fitGradedResponse(table, quadrature, freedoms.alike));
    other.parameters.cuts.forEach((cut, k) => expect(cut).toBeCloseTo(cuts[k] ?? 0, 2));
    other.parameters.raters.forEach(({ severity, slope }, index) => {
      expect(severity).toBeCloseTo(raters[index]?.severity ?? 0, 2);
      expect(slope).toBeCloseTo(raters[index]?.slope ?? 0, 2);
    });
    expect(other.logEvidence).toBeCloseTo(fit.logEvidence, 2);
  });
});

describe('where a fit begins', () => {
  /** A fit that is satisfied at once shows what it began with. */
  const atOnce: RaterFreedom = { ...freedoms.full, tolerance: Number.POSITIVE_INFINITY };
  const begin = (): Fit => fitGradedResponse(table, quadrature, atOnce);

  it('is with raters who are all alike', () => {
    const start = begin();
    expect(start.iterations).toBe(1);
    expect(start.parameters.raters).toEqual(table.raters.map(() => ({ slope: 2, severity: 0, logSpread: 0 })));
    expect(start.parameters.prior).toEqual({ meanSlope: 2, sdSlope: 0.6, sdSeverity: 0.8, sdLogSpread: 0.35 });
    expect(fitGradedResponse(table, quadrature, { ...atOnce, sdSeverity: 0.3 }).parameters.prior.sdSeverity).toBe(0.3);
  });

  it('is with cuts that give about the shares of the values, each counted half a time more', () => {
    const start = begin();
    const weights = posteriorWeights([], start.parameters, quadrature);
    scale.forEach((value, category) => {
      const share =
        (world.ratings.filter((rating) => rating.value === value).length + 0.5) /
        (world.ratings.length + 0.5 * scale.length);
      const expected = sumOf(
        weights.map(
          (weight, g) =>
            weight *
            probability(category, quadrature.points[g] ?? 0, start.parameters.cuts, {
              slope: 2,
              severity: 0,
              logSpread: 0,
            }),
        ),
      );
      expect(Math.abs(expected - share)).toBeLessThan(0.02);
    });
    // The first cut: logit of the share below it, stretched by √(1 + π/8 · slope²) (MacKay 1992).
    const lowest = world.ratings.filter(({ value }) => value === 1).length + 0.5;
    const rest = world.ratings.length + 2.5 - lowest;
    expect(start.parameters.cuts[0]).toBeCloseTo(Math.sqrt(1 + Math.PI / 2) * Math.log(lowest / rest), 10);
  });

  it.each([
    [0.3, null, 0.8],
    [1.5, null, 1.5],
    [1.5, 0.2, 0.2],
  ])('is at another fit with sd %d of severities, held at %s: it has %d', (before, heldAt, after) => {
    const start = begin();
    const parameters = {
      ...start.parameters,
      prior: { ...start.parameters.prior, meanSlope: 1.4, sdSeverity: before },
    };
    const next = fitGradedResponse(
      table,
      quadrature,
      { ...atOnce, sdSlope: 0.5, sdSeverity: heldAt, sdLogSpread: 0.2 },
      { ...start, parameters },
    );
    expect(next.parameters.prior).toEqual({ meanSlope: 1.4, sdSlope: 0.5, sdSeverity: after, sdLogSpread: 0.2 });
    expect(next.parameters.cuts).toEqual(start.parameters.cuts);
    expect(next.parameters.raters).toEqual(start.parameters.raters);
  });
});

it('a fit that can not be done ends after a hundred steps', () => {
  expect(fitGradedResponse(table, quadrature, { ...freedoms.alike, tolerance: 0 }).iterations).toBe(100);
});
