import { describe, expect, it } from 'vitest';
import { type AnswerTable, makeAnswerTable } from '../../../src/rank/answer-table.ts';
import { groupRatings } from '../../../src/rank/rating-groups.ts';
import { estimateModel, type ModelEstimate } from '../../../src/rank/graded-response/estimate-model.ts';
import { fitGradedResponse } from '../../../src/rank/graded-response/fit.ts';
import { makeQuadrature } from '../../../src/rank/graded-response/quadrature.ts';
import { freedoms } from '../../../src/rank/graded-response/rater-freedom.ts';
import { scale, simulateWorld, type WorldDesign } from '../simulated-world.ts';

const equal: Partial<WorldDesign> = { severitySd: 0, discrimination: [1, 1], noise: [0.5, 0.5] };

interface Modelled {
  table: AnswerTable;
  estimate: ModelEstimate;
}

function model(design: Partial<WorldDesign>): Modelled {
  const world = simulateWorld({ seed: 1, items: 120, raters: 8, overlap: 3, ...design });
  const table = makeAnswerTable(groupRatings(world.ratings, world.items), scale);
  return { table, estimate: estimateModel(table) };
}

const alike = (): Modelled => model(equal);
const severity = (): Modelled => model({ ...equal, severitySd: 0.8 });
/** Severity is more probable by 0.2 units of logs, which is no evidence. */
const hardly = (): Modelled => model({ ...equal, severitySd: 0.25, seed: 5 });
/** From one to six answers on an item. */
const uneven = (): Modelled => model({ ...equal, severitySd: 0.8, overlap: [1, 6] });
const full = (): Modelled => model({ severitySd: 0.8, discrimination: [0.3, 2], noise: [0.2, 2], items: 200 });

/** Qualities of items by the sum of their answers, which are three each. */
function bySum({ table, estimate }: Modelled): Map<number, Set<number>> {
  const sums = new Float64Array(table.items.length);
  table.item.forEach((item, answer) => {
    sums[item] = (sums[item] ?? 0) + (table.category[answer] ?? 0);
  });
  const qualities = new Map<number, Set<number>>();
  sums.forEach((sum, item) => {
    const own = qualities.get(sum) ?? new Set();
    qualities.set(sum, own.add(estimate.qualities.mean[item] ?? 0));
  });
  return qualities;
}

describe('estimateModel', () => {
  it('tells raters apart as far as they differ', () => {
    expect(alike().estimate.raterModel).toBe('alike');
    expect(severity().estimate.raterModel).toBe('severity');
    expect(full().estimate.raterModel).toBe('full');
    expect(hardly().estimate.raterModel).toBe('alike');
  });

  it.each([
    ['alike', alike],
    ['alike', hardly],
    ['severity', uneven],
    ['severity', severity],
    ['full', full],
  ] as const)(
    'gives a simpler model up where a richer one is more probable by more than a unit of logs: %s',
    (name, modelled) => {
      const { table, estimate } = modelled();
      const quadrature = makeQuadrature(Math.max(...table.itemAnswers));
      const simple = fitGradedResponse(table, quadrature, freedoms.alike);
      const middle = fitGradedResponse(table, quadrature, freedoms.severity, simple);
      const rich = fitGradedResponse(table, quadrature, freedoms.full, middle);
      const afterMiddle = middle.logEvidence - simple.logEvidence > 1 ? middle : simple;
      const chosen = rich.logEvidence - afterMiddle.logEvidence > 1 ? rich : afterMiddle;
      expect(chosen).toBe({ alike: simple, severity: middle, full: rich }[name]);
      expect(estimate.fit).toEqual(chosen);
      expect(estimate.raterFit).toEqual(rich);
    },
  );

  it('scores by the sum of the answers alone where raters are alike', () => {
    for (const qualities of bySum(alike()).values()) expect(qualities.size).toBe(1);
    const inOrder = [...bySum(alike())].toSorted(([a], [b]) => a - b).flatMap(([, own]) => [...own]);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });

  it('scores by who answered where raters differ', () => {
    expect([...bySum(severity()).values()].some((qualities) => qualities.size > 1)).toBe(true);
  });
});
