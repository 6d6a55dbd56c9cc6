import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import type { Parameters, RaterParameters, RaterPrior } from '../../../src/rank/graded-response/parameters.ts';
import type { CutEvidence, Evidence, RaterEvidence } from '../../../src/rank/graded-response/rater-evidence.ts';
import { freedoms, type RaterFreedom } from '../../../src/rank/graded-response/rater-freedom.ts';
import type { Symmetric3 } from '../../../src/rank/graded-response/symmetric3.ts';
import { raterCovariance, updateParameters, usualSlope } from '../../../src/rank/graded-response/update-parameters.ts';

const prior: RaterPrior = { meanSlope: 1.7, sdSlope: 0.5, sdSeverity: 0.9, sdLogSpread: 0.4 };
const nothing: RaterEvidence = {
  answers: 0,
  gradient: [0, 0, 0],
  complete: [0, 0, 0, 0, 0, 0],
  observed: [0, 0, 0, 0, 0, 0],
  repeated: { gradient: 0, information: 0 },
};
const stillCuts: CutEvidence = {
  gradient: Float64Array.of(0, 0),
  diagonal: Float64Array.of(1, 1),
  beside: Float64Array.of(0, 0),
};
/** Nothing moves but what a test gives evidence for. */
const held: RaterFreedom = { ...freedoms.severity, sdSeverity: prior.sdSeverity, meanSlopeStep: 0 };

interface Case {
  raters?: [RaterParameters, Partial<RaterEvidence>][];
  cuts?: number[];
  cutEvidence?: CutEvidence;
  own?: RaterPrior;
  freedom?: RaterFreedom;
}

function update({
  raters = [],
  cuts = [-1, 1],
  cutEvidence = stillCuts,
  own = prior,
  freedom = held,
}: Case): Parameters {
  const evidence: Evidence = {
    raters: raters.map(([, given]) => ({ ...nothing, ...given })),
    cuts: cutEvidence,
    logLikelihood: 0,
  };
  const parameters = { raters: raters.map(([rater]) => rater), cuts: Float64Array.from(cuts), prior: own };
  return updateParameters(parameters, evidence, freedom);
}

function toMatrix([xx, xy, xz, yy, yz, zz]: Symmetric3): Matrix {
  return new Matrix([
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ]);
}

const precision = Matrix.diag([prior.sdSlope ** -2, prior.sdSeverity ** -2, prior.sdLogSpread ** -2]);

describe('a rater', () => {
  const rater = { slope: 1.9, severity: 0.5, logSpread: -0.1 };

  it('moves by one scoring step towards the mode of the posterior', () => {
    const complete: Symmetric3 = [20, 3, -2, 30, 4, 25];
    const gradient: [number, number, number] = [1.5, -4, 2];
    const deviation = [rater.slope - prior.meanSlope, rater.severity, rater.logSpread];
    const uphill = Matrix.columnVector(gradient).sub(precision.mmul(Matrix.columnVector(deviation)));
    const step = inverse(toMatrix(complete).add(precision)).mmul(uphill).to1DArray();
    const [next] = update({ raters: [[rater, { complete, gradient }]] }).raters;
    expect(next?.slope).toBeCloseTo(rater.slope + (step[0] ?? 0), 12);
    expect(next?.severity).toBeCloseTo(rater.severity + (step[1] ?? 0), 12);
    expect(next?.logSpread).toBeCloseTo(rater.logSpread + (step[2] ?? 0), 12);
  });

  it.each([1, -1])('moves no further than the longest step, whatever the evidence: direction %i', (sign) => {
    const [next] = update({ raters: [[rater, { gradient: [sign * 1e3, sign * 1e3, sign * 1e3] }]] }).raters;
    expect(next?.slope).toBeCloseTo(rater.slope + sign * 0.6, 12);
    expect(next?.severity).toBeCloseTo(rater.severity + sign * 0.8, 12);
    expect(next?.logSpread).toBeCloseTo(rater.logSpread + sign * 0.4, 12);
  });

  it('without evidence stays, but for the mean slope', () => {
    const parameters = { raters: [rater], cuts: Float64Array.of(-1, 1), prior };
    const evidence = { raters: [], cuts: stillCuts, logLikelihood: 0 };
    const next = updateParameters(parameters, evidence, { ...held, meanSlopeStep: 1 });
    // No rater tells of the mean slope, so that it is the usual one.
    expect(next.prior.meanSlope).toBeCloseTo(usualSlope.mean, 12);
    expect(next.raters[0]?.slope).toBeCloseTo(rater.slope + usualSlope.mean - prior.meanSlope, 12);
    expect(next.raters[0]).toMatchObject({ severity: rater.severity, logSpread: rater.logSpread });
  });

  it('has the inverse of the observed information and that of the prior as covariance', () => {
    const observed: Symmetric3 = [20, 3, -2, 30, 4, 25];
    const expected = inverse(toMatrix(observed).add(precision));
    const found = toMatrix(raterCovariance({ ...nothing, observed }, prior));
    expect(Matrix.sub(found, expected).abs().max()).toBeLessThan(1e-12);
  });
});

describe('the mean slope', () => {
  const raters: [RaterParameters, Partial<RaterEvidence>][] = [
    [{ slope: 1.2, severity: 0, logSpread: 0 }, { repeated: { gradient: 3, information: 12 } }],
    [{ slope: 2.5, severity: 0, logSpread: 0 }, { repeated: { gradient: -1, information: 5 } }],
    [{ slope: 9, severity: 0, logSpread: 0 }, { repeated: { gradient: 0, information: 0 } }],
  ];
  // Each rater who has information estimates it by slope + gradient / information, with variance sd² + 1 / information.
  const estimates = [
    { value: usualSlope.mean, variance: usualSlope.sd ** 2 },
    { value: 1.2 + 3 / 12, variance: prior.sdSlope ** 2 + 1 / 12 },
    { value: 2.5 - 1 / 5, variance: prior.sdSlope ** 2 + 1 / 5 },
  ];
  const weight = estimates.reduce((sum, { variance }) => sum + 1 / variance, 0);
  const expected = estimates.reduce((sum, { value, variance }) => sum + value / variance, 0) / weight;

  it.each([0, 0.5, 1])('goes %d of the way to the weighted mean of its estimates', (meanSlopeStep) => {
    const next = update({ raters, freedom: { ...held, meanSlopeStep } });
    expect(next.prior.meanSlope).toBeCloseTo(prior.meanSlope + meanSlopeStep * (expected - prior.meanSlope), 12);
  });

  it('takes the slopes of all raters along', () => {
    const still = update({ raters, freedom: { ...held, meanSlopeStep: 0 } });
    const moved = update({ raters, freedom: { ...held, meanSlopeStep: 1 } });
    moved.raters.forEach(({ slope }, index) => {
      expect(slope - (still.raters[index]?.slope ?? 0)).toBeCloseTo(expected - prior.meanSlope, 12);
    });
  });

  it('is believed to be about 2, give or take 0.25', () => {
    expect(usualSlope).toEqual({ mean: 2, sd: 0.25 });
  });
});

describe('the spread of severities', () => {
  const free = { ...held, sdSeverity: null };
  const observed: Symmetric3 = [0, 0, 0, 8, 0, 0];
  const severities = [1.4, -0.8];
  const ratersOf = (answers: number): [RaterParameters, Partial<RaterEvidence>][] =>
    severities.map((severity) => [
      { slope: prior.meanSlope, severity, logSpread: 0 },
      { answers, observed },
    ]);

  it('goes half way in logs to what severities and four usual raters say', () => {
    const variance = 1 / (8 + prior.sdSeverity ** -2);
    const determined = 1 - variance / prior.sdSeverity ** 2;
    const squares = 4 * 0.6 + 1.4 ** 2 + 0.8 ** 2;
    const goal = Math.sqrt(squares / (4 + 2 * determined));
    const next = update({ raters: ratersOf(5), freedom: free }).prior.sdSeverity;
    expect(Math.log(next)).toBeCloseTo((Math.log(prior.sdSeverity) + Math.log(goal)) / 2, 12);
  });

  it('hears no rater of fewer than five answers', () => {
    const next = update({ raters: ratersOf(4), freedom: free }).prior.sdSeverity;
    expect(next).toBeCloseTo(Math.sqrt(prior.sdSeverity * Math.sqrt(0.6)), 12);
  });

  it('has a goal of no less than half of what it is', () => {
    const own = { ...prior, sdSeverity: 4 };
    expect(update({ own, freedom: free }).prior.sdSeverity).toBeCloseTo(Math.sqrt(4 * 2), 12);
    const nearer = { ...prior, sdSeverity: 1.5 };
    expect(update({ own: nearer, freedom: free }).prior.sdSeverity).toBeCloseTo(Math.sqrt(1.5 * Math.sqrt(0.6)), 12);
  });

  it('stays where it is held', () => {
    expect(update({ raters: ratersOf(50) }).prior).toEqual(prior);
  });
});

function alone(...gradient: number[]): CutEvidence {
  return {
    gradient: Float64Array.from(gradient),
    diagonal: new Float64Array(gradient.length).fill(1),
    beside: new Float64Array(gradient.length),
  };
}

describe('the cuts', () => {
  const cuts = [-1.5, -0.2, 0.4, 1.6];
  const diagonal = Float64Array.of(40, 60, 50, 30);
  // Its first number is beside nothing.
  const beside = Float64Array.of(7, -20, -15, -10);
  const information = new Matrix([
    [40, -20, 0, 0],
    [-20, 60, -15, 0],
    [0, -15, 50, -10],
    [0, 0, -10, 30],
  ]);

  it('move by one scoring step with the whole information', () => {
    const gradient = Float64Array.of(3, -2, 4, 1);
    const step = inverse(information).mmul(Matrix.columnVector(gradient)).to1DArray();
    const next = update({ cuts, cutEvidence: { gradient, diagonal, beside } }).cuts;
    next.forEach((cut, k) => expect(cut).toBeCloseTo((cuts[k] ?? 0) + (step[k] ?? 0), 12));
  });

  it.each<[string, number[], number[], number[]]>([
    ['no further than the longest step', [-9, 9], [-50, 50], [-9.4, 9.4]],
    ['no further than the longest step, together', [-9, 9], [50, 50], [-8.6, 9.4]],
    // They would come nearer by 0.6 of 0.5, and may by 0.35.
    ['no nearer to each other than by 0.7 of their distance', [0, 0.5], [0.3, -0.3], [0.175, 0.325]],
    // The last two would come nearer by 0.4 of 0.4, and may by 0.28: all take 0.7 of their steps.
    ['all in the same share', [-5, 0, 0.4], [0.2, 0.4, 0], [-5 + 0.14, 0.28, 0.4]],
    ['by the least share of all', [0, 0.4, 0.6], [0.4, 0, -0.4], [0.14, 0.4, 0.46]],
    ['by their whole steps where these are just short enough', [0, 1], [0.35, -0.3], [0.35, 0.7]],
    ['by their whole steps away from each other', [0, 0.01], [-0.3, 0.3], [-0.3, 0.31]],
  ])('move %s', (_, from, gradient, to) => {
    const next = update({ cuts: from, cutEvidence: alone(...gradient) }).cuts;
    next.forEach((cut, k) => expect(cut).toBeCloseTo(to[k] ?? 0, 12));
  });
});
