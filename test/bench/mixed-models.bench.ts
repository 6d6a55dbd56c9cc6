import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerTable, makeAnswerTable } from '../../src/rank/answer-table.ts';
import { fitMixedModel } from '../../src/rank/factors/mixed-model.ts';
import { fitGradedResponse } from '../../src/rank/graded-response/fit.ts';
import { estimateQualities } from '../../src/rank/graded-response/item-quality.ts';
import { freedoms } from '../../src/rank/graded-response/rater-freedom.ts';
import { makeQuadrature } from '../../src/rank/graded-response/quadrature.ts';
import { rankItems } from '../../src/rank/rank-items.ts';
import { groupRatings } from '../../src/rank/rating-groups.ts';
import { normal, pearson, scale, simulateWorld, spearman, type World } from '../rank/simulated-world.ts';
import { fitInR, type MixedModelFits } from './bench-r.ts';
import { printFigure, printRatio } from './report.ts';

const overlap = 4;

/** 40 raters and 200 prompts. Every second prompt is half a standard deviation better than the others. */
function simulate(raters: object): World {
  let index = 0;
  const quality = (uniform: () => number): number => {
    index += 1;
    return 0.5 * (index % 2) + normal(uniform);
  };
  return simulateWorld({ seed: 11, items: 200, raters: 40, overlap, quality, ...raters });
}

/** The known property of an answer's prompt. */
const covariate = (item: string): number => Number(Number(item.slice(1)) % 2 === 0);

describe.each([
  ['raters differ in severity alone', { discrimination: [1, 1], noise: [0.8, 0.8] }],
  ['raters differ in all', { careless: 0.05 }],
])('200 prompts × 40 raters, 4 answers per prompt, %s', (name, raters) => {
  const world = simulate(raters);
  const { ratings, items, quality } = world;
  const table = makeAnswerTable(groupRatings(ratings, items), scale);
  const report = (what: string, value: number): void => printFigure(`${name}: ${what}`, value, '', 4);
  let dir: string;
  let fits: MixedModelFits;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'prank-'));
    const path = join(dir, 'ratings.csv');
    const lines = ratings.map(({ rater, item, value }) => `${rater},${item},${value},${covariate(item)}\n`);
    await writeFile(path, `rater,item,value,x\n${lines.join('')}`);
    fits = fitInR(path);
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('scores and severities against the effects of lmer and clmm', () => {
    const { items: ranked, raters: judged, raterModel } = rankItems({ ratings, items, scale });
    const scores = inOrder(items, new Map(ranked.map(({ item, score }) => [item, score ?? 0])));
    const severities = inOrder(table.raters, new Map(judged.map(({ rater, severity }) => [rater, severity ?? 0])));
    const truth = inOrder(items, quality);
    const strictness = inOrder(table.raters, world.severity);
    report(`prank (${raterModel}), Spearman with the truth`, spearman(scores, truth));
    report(`prank (${raterModel}), Pearson of severities with the truth`, pearson(severities, strictness));
    for (const method of ['lmer', 'clmm'] as const) {
      const effects = inOrder(items, new Map(Object.entries(fits[method].items)));
      const leniency = inOrder(table.raters, new Map(Object.entries(fits[method].raters)));
      const theirs = leniency.map((effect) => -effect);
      report(`${method}, Spearman with the truth`, spearman(effects, truth));
      report(`${method}, Pearson of severities with the truth`, pearson(theirs, strictness));
      report(`items, Spearman of prank and ${method}`, spearman(scores, effects));
      report(`items, Pearson of prank and ${method}`, pearson(scores, effects));
      report(`raters, Pearson of prank and ${method}`, pearson(severities, theirs));
      expect(spearman(scores, effects)).toBeGreaterThan(0.9);
    }
  });

  it('the model with only severities, which clmm has too', () => {
    const { qualities, severities, sdItems, sdRaters } = fitSeverityAlone(table);
    const effects = inOrder(table.items, new Map(Object.entries(fits.clmm.items)));
    const leniency = inOrder(table.raters, new Map(Object.entries(fits.clmm.raters)));
    report('items by severity alone, Pearson with clmm', pearson(qualities, effects));
    report('items by severity alone, Spearman with clmm', spearman(qualities, effects));
    report(
      'raters by severity alone, Pearson with clmm',
      pearson(
        severities,
        leniency.map((effect) => -effect),
      ),
    );
    const { item = NaN, rater = NaN } = fits.clmm.variances;
    printRatio(`${name}: sd of prompts in logits`, sdItems, 'clmm', Math.sqrt(item), '', 3);
    printRatio(`${name}: sd of raters in logits`, sdRaters, 'clmm', Math.sqrt(rater), '', 3);
    expect(pearson(qualities, effects)).toBeGreaterThan(0.99);
  });

  it('the mixed model of factors against lmer', () => {
    const rows = ratings.toSorted((a, b) => (a.item < b.item ? -1 : 1));
    const crossing = {
      item: Int32Array.from(rows, ({ item }) => table.items.indexOf(item)),
      rater: Int32Array.from(rows, ({ rater }) => table.raters.indexOf(rater)),
      items: table.items.length,
      raters: table.raters.length,
    };
    const values = Float64Array.from(rows, ({ value }) => value);
    const ones = Float64Array.from(rows, () => 1);
    const plain = fitMixedModel(values, [ones], crossing).variances;
    const { item = NaN, rater = NaN, Residual = NaN } = fits.lmer.variances;
    printRatio(`${name}: variance of prompts`, plain.item, 'lmer', item, '', 4);
    printRatio(`${name}: variance of raters`, plain.rater, 'lmer', rater, '', 4);
    printRatio(`${name}: variance of errors`, plain.error, 'lmer', Residual, '', 4);
    const own = shareOfFirst(plain.item, plain.rater, plain.error);
    printRatio(`${name}: intraclass correlation`, own, 'lmer', shareOfFirst(item, rater, Residual), '', 4);
    const x = Float64Array.from(rows, (row) => covariate(row.item));
    const { coefficients, covariance } = fitMixedModel(values, [ones, x], crossing);
    const { x: effect = NaN, x_error: error = NaN } = fits.fixed;
    printRatio(`${name}: fixed effect`, coefficients[1] ?? NaN, 'lmer', effect, '', 4);
    printRatio(`${name}: its standard error`, Math.sqrt(covariance.get(1, 1)), 'lmer', error, '', 4);
    expect(Math.abs((coefficients[1] ?? NaN) - effect)).toBeLessThan(error / 4);
  });
});

function fitSeverityAlone(table: AnswerTable): {
  qualities: number[];
  severities: number[];
  sdItems: number;
  sdRaters: number;
} {
  const quadrature = makeQuadrature(overlap);
  const fit = fitGradedResponse(table, quadrature, freedoms.severity);
  const { prior, raters } = fit.parameters;
  return {
    qualities: [...estimateQualities(table, quadrature, fit).mean],
    severities: raters.map(({ severity }) => severity),
    sdItems: prior.meanSlope,
    sdRaters: prior.sdSeverity,
  };
}

function inOrder(names: readonly string[], values: ReadonlyMap<string, number>): number[] {
  return names.map((name) => values.get(name) ?? Number.NaN);
}

function shareOfFirst(first: number, second: number, third: number): number {
  return first / (first + second + third);
}
