import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alphaInterval,
  alphaNominal,
  alphaOrdinal,
  type AnswerCounts,
  exactAgreement,
  fleissKappa,
  gwetAc2,
  meanAgreementRatio,
  type Statistic,
  withinOneAgreement,
} from '../../../src/rank/agreement/statistics.ts';
import { sum } from '../../../src/lib/sum.ts';

const scale = [1, 2, 3, 4, 5];

function patternsOf(rows: readonly (readonly number[])[]): AnswerCounts[] {
  return rows.map((counts) => ({ counts, answers: sum(counts) }));
}
const of = (statistic: Statistic, rows: readonly (readonly number[])[], values = scale): number | string =>
  statistic(patternsOf(rows), values)(rows.map(() => 1));

// Krippendorff 2011: four observers, twelve units, gaps.
const krippendorff = [
  [3, 0, 0, 0, 0],
  [0, 3, 1, 0, 0],
  [0, 0, 4, 0, 0],
  [0, 0, 4, 0, 0],
  [0, 4, 0, 0, 0],
  [1, 1, 1, 1, 0],
  [0, 0, 0, 4, 0],
  [3, 1, 0, 0, 0],
  [0, 4, 0, 0, 0],
  [0, 0, 0, 0, 3],
  [2, 0, 0, 0, 0],
  [0, 0, 1, 0, 0],
];
// Fleiss 1971: fourteen raters, ten items.
const fleiss = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
];

describe('published examples', () => {
  it.each<[string, Statistic, number[][], number]>([
    ['nominal alpha', alphaNominal, krippendorff, 0.743],
    ['ordinal alpha', alphaOrdinal, krippendorff, 0.815],
    ['interval alpha', alphaInterval, krippendorff, 0.849],
    ['kappa', fleissKappa, fleiss, 0.21],
  ])('%s', (_, statistic, rows, value) => {
    expect(of(statistic, rows)).toBeCloseTo(value, 3);
  });
});

describe('by hand', () => {
  // 4 4 5 · 2 2 · 1: 2 of 3 + 1 pairs are equal, all are within one step.
  const rows = [
    [0, 0, 0, 2, 1],
    [0, 2, 0, 0, 0],
    [1, 0, 0, 0, 0],
  ];

  it.each<[string, Statistic, number]>([
    ['equal pairs', exactAgreement, 2 / 4],
    ['pairs within a step', withinOneAgreement, 1],
    ['the mean share of the most common answer', meanAgreementRatio, (2 / 3 + 1) / 2],
    // Observed (1/3 + 1) / 2. Shares over all three items: 1/3, 1/3, 0, 2/9, 1/9.
    ['kappa', fleissKappa, (2 / 3 - 23 / 81) / (1 - 23 / 81)],
    // One step weighs 0.9. Sum of all weights: 5 + 8 · 0.9 + 6 · 0.7 + 4 · 0.4 = 18. Spread of the shares: 58/81.
    ['AC2', gwetAc2, ((1 + (1 + 2 * 0.9) / 3) / 2 - (18 * 58) / 81 / 20) / (1 - (18 * 58) / 81 / 20)],
  ])('%s', (_, statistic, value) => {
    expect(of(statistic, rows)).toBeCloseTo(value, 12);
  });

  it('two steps are not one', () => {
    expect(of(withinOneAgreement, [[1, 0, 1, 0, 0]])).toBe(0);
    expect(of(withinOneAgreement, [[1, 1, 1, 0, 0]])).toBeCloseTo(2 / 3, 12);
  });
});

const all = {
  alphaNominal,
  alphaOrdinal,
  alphaInterval,
  fleissKappa,
  gwetAc2,
  exactAgreement,
  withinOneAgreement,
  meanAgreementRatio,
};

describe('for any counts', () => {
  const rows = fc.array(
    fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 5 }).filter((own) => sum(own) > 0),
    {
      minLength: 1,
      maxLength: 8,
    },
  );

  it.each(Object.entries(all))(
    '%s of items with the same counts equals that of one pattern with as many items',
    (_, statistic) => {
      fc.assert(
        fc.property(rows, fc.integer({ min: 2, max: 4 }), (drawn, times) => {
          const repeated = Array.from({ length: times }, () => drawn).flat();
          const ofItems = statistic(patternsOf(drawn), scale);
          const [one, other] = [of(statistic, repeated), ofItems(drawn.map(() => times))];
          if (typeof one === 'string') return one === other;
          return typeof other === 'number' && Math.abs(one - other) < 1e-9;
        }),
        { numRuns: 50 },
      );
    },
  );

  it.each(Object.entries(all))('%s is 1 if all agree on each of several items', (_, statistic) => {
    expect(
      of(statistic, [
        [2, 0, 0, 0, 0],
        [0, 3, 0, 0, 0],
        [0, 0, 0, 0, 2],
      ]),
    ).toBeCloseTo(1, 12);
  });
});

describe('without a value', () => {
  it.each(Object.entries(all))('%s needs an item with two answers', (_, statistic) => {
    expect(
      of(statistic, [
        [1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0],
      ]),
    ).toBe('no prompt has two answers');
    expect(of(statistic, [])).toBe('no prompt has two answers');
  });

  it.each(Object.entries({ alphaNominal, alphaOrdinal, alphaInterval, fleissKappa, gwetAc2 }))(
    '%s needs two different answers',
    (_, statistic) => {
      expect(
        of(statistic, [
          [0, 2, 0, 0, 0],
          [0, 3, 0, 0, 0],
        ]),
      ).toMatch(/^all answers are the same/u);
    },
  );
});
