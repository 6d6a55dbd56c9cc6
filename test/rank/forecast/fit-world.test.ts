import { describe, expect, it } from 'vitest';
import type { AnswerTable } from '../../../src/rank/answer-table.ts';
import { canFitWorld, fitWorld, pickEvenly, thinRaters } from '../../../src/rank/forecast/fit-world.ts';
import { makeRandom } from '../../../src/rank/forecast/random.ts';
import type { SimulatedRater } from '../../../src/rank/forecast/rater-world.ts';
import type { Symmetric3 } from '../../../src/rank/graded-response/symmetric3.ts';
import { sample, toTable } from '../graded-response/brute-force.ts';
import { fakeRandom } from './fake-random.ts';

/** So many items with one answer, and with two. */
function tableOf(single: number, double: number): AnswerTable {
  return {
    items: [],
    raters: [],
    scale: [],
    item: new Int32Array(single + 2 * double),
    category: new Uint8Array(single + 2 * double),
    raterStart: new Int32Array(1),
    itemAnswers: Int32Array.from({ length: single + double }, (_, item) => (item < single ? 1 : 2)),
  };
}

describe('canFitWorld', () => {
  it.each([
    [40, 30, true],
    [39, 30, false],
    [60, 29, false],
    [200, 0, false],
    [0, 50, true],
    [0, 49, false],
  ])('takes 100 answers and 30 prompts with two: %i with one, %i with two: %s', (single, double, can) => {
    expect(canFitWorld(tableOf(single, double))).toBe(can);
  });
});

describe('pickEvenly', () => {
  it.each<[number, string]>([
    [1, 'c'],
    [2, 'bd'],
    [3, 'ace'],
    [5, 'abcde'],
    [10, 'aabbccddee'],
    [0, ''],
  ])('picks %i of five: %s', (count, picked) => {
    expect(pickEvenly(['a', 'b', 'c', 'd', 'e'], count).join('')).toBe(picked);
  });

  it('picks nothing from nothing', () => {
    expect(pickEvenly([], 3)).toEqual([]);
  });
});

describe('thinRaters', () => {
  const raters = [5, 4, 3, 2].map((activity): SimulatedRater => ({ behaviour: { type: 'random' }, activity }));

  it.each([
    [2, [4, 2]],
    [3, [5, 3, 2]],
    [4, [5, 4, 3, 2]],
    [9, [5, 4, 3, 2]],
  ])('to %i leaves those of activity %j', (count, activities) => {
    expect(thinRaters(raters, count).map(({ activity }) => activity)).toEqual(activities);
  });
});

describe('fitWorld', () => {
  const { answers, items, values, parameters } = sample;
  const covariances: Symmetric3[] = [
    [0.2, 0.05, -0.04, 0.3, 0.02, 0.1],
    [0.1, -0.03, 0.01, 0.15, 0.05, 0.2],
    [0.3, 0.1, 0.06, 0.25, -0.07, 0.12],
  ];
  const fit = { parameters, covariances, logEvidence: 0, iterations: 1 };
  const moreOfTwo = [...answers, { rater: 2, item: 4, category: 1 }];
  const makeWorld = () => fitWorld(toTable(moreOfTwo, items, values), { fit });

  it('has the cuts of the fit, and its logistic noise', () => {
    const world = makeWorld();
    expect(world.cuts).toEqual([-1.6, -0.2, 1.1]);
    expect(world.noise).toBe('logistic');
  });

  it('has the raters there are, the most active first, at the middle of what is known of them', () => {
    const world = makeWorld();
    const raters = world.drawRaters(fakeRandom({}), 3);
    // Of 4, 2 and 3 answers.
    expect(raters).toEqual(
      [0, 2, 1].map((place, index) => {
        const { slope = 0, severity = 0, logSpread = 0 } = parameters.raters[place] ?? {};
        return {
          behaviour: { type: 'honest', slope, severity, scatter: Math.exp(logSpread) },
          activity: [4, 3, 2][index],
        };
      }),
    );
    expect(world.drawRaters(fakeRandom({}), 6).map(({ activity }) => activity)).toEqual([4, 4, 3, 3, 2, 2]);
  });

  it('draws them with the covariance of what is not known of them', () => {
    const world = makeWorld();
    const random = makeRandom(1, 0, 'raters');
    const drawn = Array.from({ length: 20_000 }, () => {
      const [, second] = world.drawRaters(random, 3);
      if (second?.behaviour.type !== 'honest') return [];
      const { slope, severity, scatter } = second.behaviour;
      return [slope - 0.6, severity - 0.1, Math.log(scatter) - 0.1];
    });
    const product = (a: number, b: number): number =>
      drawn.reduce((sum, own) => sum + (own[a] ?? 0) * (own[b] ?? 0), 0) / drawn.length;
    const found = [product(0, 0), product(0, 1), product(0, 2), product(1, 1), product(1, 2), product(2, 2)];
    found.forEach((value, index) => expect(Math.abs(value - (covariances[2]?.[index] ?? 9))).toBeLessThan(0.012));
  });
});
