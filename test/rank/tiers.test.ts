import { describe, expect, it } from 'vitest';
import type { RankedItem } from '../../src/model.ts';
import { assignTiers, tierName } from '../../src/rank/tiers.ts';

function item(low: number | null, high: number | null): RankedItem {
  return {
    item: 'x',
    rank: 1,
    score: 3,
    scoreLow: low,
    scoreHigh: high,
    tier: null,
    mean: 3,
    answers: 1,
    agreementRatio: null,
  };
}

describe('assignTiers', () => {
  it('ends a tier before the first item whose interval lies below that of the first in the tier', () => {
    const items = [item(4, 5), item(3, 4.5), item(2, 4), item(2, 3.9), item(1, 2.5), item(1, 1.9)];
    expect(assignTiers(items).map(({ tier }) => tier)).toEqual(['A', 'A', 'A', 'B', 'B', 'C']);
  });

  it('compares with the first of the tier, so that a wide interval does not chain tiers together', () => {
    const items = [item(4, 5), item(1, 4.5), item(2, 3)];
    expect(assignTiers(items).map(({ tier }) => tier)).toEqual(['A', 'A', 'B']);
  });

  it('gives items without a score none, and those without an interval the tier of the others', () => {
    const unknown = { ...item(null, null), score: null };
    expect(assignTiers([item(4, 5), item(null, null), unknown]).map(({ tier }) => tier)).toEqual(['A', 'A', null]);
    expect(assignTiers([item(null, null), item(1, 2)]).map(({ tier }) => tier)).toEqual(['A', 'A']);
  });
});

describe('tierName', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [51, 'AZ'],
    [52, 'BA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('names tier %i %s', (index, name) => {
    expect(tierName(index)).toBe(name);
  });
});
