import { randomBinomial, randomLcg } from 'd3-random';
import { describe, expect, it } from 'vitest';
import { sum } from '../../../src/lib/sum.ts';
import { measureAgreement } from '../../../src/rank/agreement/measure-agreement.ts';
import type { CountPattern, RatingCounts } from '../../../src/rank/agreement/rating-counts.ts';

function countsOf(...patterns: [counts: number[], items: number][]): RatingCounts {
  return {
    scale: patterns[0]?.[0].map((_, index) => index + 1) ?? [],
    patterns: patterns.map(([counts, items]): CountPattern => ({ counts, answers: sum(counts), items })),
  };
}

describe('measureAgreement', () => {
  // Of 90 items 60 have two equal answers, 20 have two that are a step apart, and 10 have one answer.
  const counts = countsOf([[2, 0, 0], 30], [[0, 2, 0], 30], [[0, 1, 1], 20], [[1, 0, 0], 10]);
  const measure = () => measureAgreement(counts, 1);

  it('counts answers and items, and those that can be compared', () => {
    expect(measure()).toMatchObject({ answers: 170, items: 90, pairableAnswers: 160, pairableItems: 80 });
  });

  it('gives each statistic under its name', () => {
    const agreement = measure();
    // Values of the pairs: 60 ones, 80 twos and 20 threes.
    const observed = 20 / 80;
    const nominal = (160 ** 2 - 60 ** 2 - 80 ** 2 - 20 ** 2) / (160 * 159);
    const interval = (2 * (60 * 80 + 80 * 20) + 2 * 4 * 60 * 20) / (160 * 159);
    // Ordinal distances: from the middle of one value's answers to that of the next.
    const [first, second] = [(60 + 80) / 2, (80 + 20) / 2];
    const ordinal =
      (2 * (60 * 80 * first ** 2 + 80 * 20 * second ** 2 + 60 * 20 * (first + second) ** 2)) / (160 * 159);
    const shares = [40 / 90, 40 / 90, 10 / 90];
    const chance = sum(shares.map((share) => share ** 2));
    // A step weighs 1 − 1 / 3, two steps nothing.
    const spread = sum(shares.map((share) => share * (1 - share)));
    const weighted = ((3 + (4 * 2) / 3) * spread) / (3 * 2);
    const close = 60 / 80 + (20 / 80) * (2 / 3);
    expect(agreement.alphaNominal.value).toBeCloseTo(1 - observed / nominal, 10);
    expect(agreement.alphaInterval.value).toBeCloseTo(1 - observed / interval, 10);
    expect(agreement.alphaOrdinal.value).toBeCloseTo(1 - (observed * second ** 2) / ordinal, 10);
    expect(agreement.fleissKappa.value).toBeCloseTo((60 / 80 - chance) / (1 - chance), 10);
    expect(agreement.gwetAc2.value).toBeCloseTo((close - weighted) / (1 - weighted), 10);
    expect(agreement.exactAgreement.value).toBeCloseTo(60 / 80, 10);
    expect(agreement.withinOneAgreement.value).toBe(1);
    expect(agreement.agreementRatio.value).toBeCloseTo((60 + 20 / 2) / 80, 10);
  });

  it('has an interval around each value, and no reason', () => {
    const agreement = measure();
    const names = ['alphaNominal', 'alphaOrdinal', 'alphaInterval', 'fleissKappa', 'gwetAc2'] as const;
    for (const name of [...names, 'exactAgreement', 'agreementRatio'] as const) {
      const { value, low, high, reason } = agreement[name];
      expect(reason).toBeNull();
      expect(low).toBeLessThan(value ?? 0);
      expect(high).toBeGreaterThan(value ?? 0);
    }
    expect(agreement.withinOneAgreement).toEqual({ value: 1, low: 1, high: 1, reason: null });
  });

  it('has for a share of items about the interval of a binomial share', () => {
    const { value, low, high } = measureAgreement(countsOf([[2, 0], 300], [[1, 1], 100]), 7).exactAgreement;
    const reach = 1.96 * Math.sqrt((0.75 * 0.25) / 400);
    expect(value).toBe(0.75);
    expect(Math.abs((low ?? 0) - (0.75 - reach))).toBeLessThan(0.2 * reach);
    expect(Math.abs((high ?? 0) - (0.75 + reach))).toBeLessThan(0.2 * reach);
  });

  it('ends at the 2.5th and the 97.5th of a hundred of a thousand draws', () => {
    // With two patterns a draw is how many items have the first one.
    const random = randomBinomial.source(randomLcg(5))(40, 30 / 40);
    const shares = Array.from({ length: 1000 }, () => random() / 40).toSorted((a, b) => a - b);
    const found = measureAgreement(countsOf([[2, 0], 30], [[1, 1], 10]), 5).exactAgreement;
    expect(found).toEqual({ value: 0.75, low: shares[25], high: shares[974], reason: null });
  });

  it('is the same for the same seed, and not for another', () => {
    const agreement = measure();
    expect(measureAgreement(counts, 1)).toEqual(agreement);
    expect(measureAgreement(counts, 2).alphaNominal.low).not.toBe(agreement.alphaNominal.low);
    expect(measureAgreement(counts, 2).alphaNominal.value).toBe(agreement.alphaNominal.value);
  });

  it('says why there is no value', () => {
    const single = measureAgreement(countsOf([[1, 0], 5], [[0, 1], 5]), 1);
    const none = { value: null, low: null, high: null, reason: 'no prompt has two answers' };
    expect(single).toEqual({
      answers: 10,
      items: 10,
      pairableAnswers: 0,
      pairableItems: 0,
      alphaNominal: none,
      alphaOrdinal: none,
      alphaInterval: none,
      fleissKappa: none,
      gwetAc2: none,
      exactAgreement: none,
      withinOneAgreement: none,
      agreementRatio: none,
    });
    const equal = measureAgreement(countsOf([[2, 0], 5]), 1);
    expect(equal.alphaNominal).toMatchObject({
      value: null,
      reason: expect.stringContaining('all answers are the same'),
    });
    expect(equal.exactAgreement).toEqual({ value: 1, low: 1, high: 1, reason: null });
  });

  it('has no interval where most draws tell nothing', () => {
    // Alpha takes two items of different values. Of ten items a draw has both with 1 − 2 · 0.9¹⁰ + 0.8¹⁰ = 41 %.
    const rare = measureAgreement(countsOf([[2, 0], 1], [[0, 2], 1], [[1, 0], 8]), 1);
    expect(rare.alphaNominal).toEqual({ value: 1, low: null, high: null, reason: null });
    // Equal pairs take one of these items: 1 − 0.8¹⁰ = 89 % of the draws have one.
    expect(rare.exactAgreement).toEqual({ value: 1, low: 1, high: 1, reason: null });
    // Of three items a draw has both with 1 − 2 · (2/3)³ + (1/3)³ = 44 %, and of two items of different values with a half;
    // three of four draws have answers that differ where one of two items has both values.
    expect(measureAgreement(countsOf([[2, 0], 1], [[0, 2], 1], [[1, 0], 1]), 1).alphaNominal.low).toBeNull();
    expect(measureAgreement(countsOf([[2, 0], 1], [[1, 1], 1]), 1).alphaNominal.low).not.toBeNull();
  });
});
