import { describe, expect, it } from 'vitest';
import { type Crossing, estimateVarianceComponents } from '../../../src/rank/factors/variance-components.ts';
import { normal, uniformOf } from '../simulated-world.ts';

type Answer = [item: number, rater: number, value: number];

function estimate(answers: readonly Answer[]) {
  const crossing: Crossing = {
    item: Int32Array.from(answers, ([item]) => item),
    rater: Int32Array.from(answers, ([, rater]) => rater),
    items: 12,
    raters: 12,
  };
  return estimateVarianceComponents(
    Float64Array.from(answers, ([, , value]) => value),
    crossing,
  );
}

/** Groups of the answers' values, by their item or rater; all in one without. */
function groupsBy(answers: readonly Answer[], place?: 0 | 1): number[][] {
  const groups = new Map<number, number[]>();
  for (const answer of answers) {
    const key = place === undefined ? 0 : answer[place];
    groups.set(key, [...(groups.get(key) ?? []), answer[2]]);
  }
  return [...groups.values()];
}

function squaresWithin(groups: readonly (readonly number[])[]): number {
  return groups
    .flatMap((own) => {
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      return own.map((value) => (value - mean) ** 2);
    })
    .reduce((sum, square) => sum + square, 0);
}

/** N − Σ n² / N. */
function shareOf(groups: readonly (readonly number[])[]): number {
  const total = groups.flat().length;
  return total - groups.reduce((sum, { length }) => sum + length ** 2, 0) / total;
}

/** An unbalanced table with effects of items and raters. */
function makeTable(seed: number): Answer[] {
  const uniform = uniformOf(seed);
  const items = Array.from({ length: 10 }, () => 1.2 * normal(uniform));
  const raters = Array.from({ length: 6 }, () => 0.9 * normal(uniform));
  return items.flatMap((item, i) =>
    raters.flatMap((rater, r): Answer[] => (uniform() < 0.6 ? [[i, r, 3 + item + rater + 0.5 * normal(uniform)]] : [])),
  );
}

describe('estimateVarianceComponents', () => {
  it.each([1, 2, 3])('gives the sums of squares their expected values: table %i', (seed) => {
    const answers = makeTable(seed);
    const { item, rater, error } = estimate(answers);
    const [byItem, byRater] = [groupsBy(answers, 0), groupsBy(answers, 1)];
    const total = answers.length;
    expect(Math.min(item, rater, error)).toBeGreaterThan(0.01);
    expect((rater + error) * (total - byItem.length)).toBeCloseTo(squaresWithin(byItem), 8);
    expect((item + error) * (total - byRater.length)).toBeCloseTo(squaresWithin(byRater), 8);
    expect(item * shareOf(byItem) + rater * shareOf(byRater) + error * (total - 1)).toBeCloseTo(
      squaresWithin(groupsBy(answers)),
      8,
    );
  });

  it('has no item variance below 0: the error is no more than what is within raters', () => {
    // Items have the same mean, answers to one item differ by more than those of one rater.
    const answers: Answer[] = [
      [0, 0, 1],
      [0, 1, 5],
      [1, 0, 1.5],
      [1, 1, 4.5],
    ];
    const { item, rater, error } = estimate(answers);
    // Within raters: 2 · 2 · 0.25² over 2; within items: 2 · 2² + 2 · 1.5² over 2.
    expect(error).toBeCloseTo(0.25 / 2, 10);
    expect(item).toBe(0);
    expect(rater).toBeCloseTo(12.5 / 2 - 0.25 / 2, 10);
  });

  it('has no rater variance below 0', () => {
    const answers: Answer[] = [
      [0, 0, 1],
      [1, 0, 5],
      [0, 1, 1.5],
      [1, 1, 4.5],
    ];
    const { item, rater, error } = estimate(answers);
    expect(error).toBeCloseTo(0.25 / 2, 10);
    expect(rater).toBe(0);
    expect(item).toBeCloseTo(12.5 / 2 - 0.25 / 2, 10);
  });

  it('takes items for error where each has one answer', () => {
    const answers: Answer[] = [
      [0, 0, 1],
      [1, 0, 2],
      [2, 0, 3],
      [3, 1, 7],
      [4, 1, 9],
    ];
    // Within raters: 1 + 0 + 1 and 1 + 1 over 5 − 2. Overall around 4.4: 11.56 + 5.76 + 1.96 + 6.76 + 21.16 = 47.2.
    const error = 4 / 3;
    const rater = (47.2 - 4 * error) / (5 - 13 / 5);
    const found = estimate(answers);
    expect(found.item).toBe(0);
    expect(found.error).toBeCloseTo(error, 10);
    expect(found.rater).toBeCloseTo(rater, 10);
  });

  it('has no rater variance below 0 where each item has one answer', () => {
    const answers: Answer[] = [
      [0, 0, 1],
      [1, 0, 9],
      [2, 1, 2],
      [3, 1, 8],
    ];
    expect(estimate(answers)).toEqual({ item: 0, rater: 0, error: (32 + 18) / 2 });
  });

  it('takes all for error where each rater has one answer', () => {
    const answers: Answer[] = [
      [0, 0, 1],
      [0, 1, 3],
      [1, 2, 4],
      [1, 3, 5],
    ];
    expect(estimate(answers)).toEqual({ item: 0, rater: 0, error: (2 + 0.5) / 2 });
  });

  it('takes all for error where each item and each rater has one answer', () => {
    const answers: Answer[] = [
      [0, 0, 1],
      [1, 1, 3],
      [2, 2, 5],
    ];
    expect(estimate(answers)).toEqual({ item: 0, rater: 0, error: 8 / 2 });
  });

  it('never has an error of 0', () => {
    const equal: Answer[] = [
      [0, 0, 4],
      [0, 1, 4],
      [1, 0, 4],
      [1, 1, 4],
    ];
    const none = { item: 0, rater: 0, error: 1e-9 };
    expect(estimate(equal)).toEqual(none);
    expect(estimate(equal.slice(0, 1))).toEqual(none);
    expect(estimate(equal.slice(0, 2))).toEqual(none);
    expect(estimate([equal[0] ?? [0, 0, 4], equal[2] ?? [1, 0, 4]])).toEqual(none);
    // It grows with the squares: of raters who differ by 2 and agree with themselves the error is 1e-9 · (1 + 4 / 4).
    const { error } = estimate(equal.map(([item, rater]) => [item, rater, 2 * rater]));
    expect(error).toBeCloseTo(2e-9, 15);
  });
});
