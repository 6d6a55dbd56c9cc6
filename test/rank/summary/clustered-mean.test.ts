import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clusteredMean } from '../../../src/rank/summary/clustered-mean.ts';
import { normal, uniformOf } from '../simulated-world.ts';

it('has no interval for one item or one rater', () => {
  const value = { value: 3, item: 0, rater: 0 };
  expect(clusteredMean([value, { ...value, item: 1 }])).toEqual({ mean: 3, low: null, high: null });
  expect(clusteredMean([value, { ...value, rater: 1 }])).toEqual({ mean: 3, low: null, high: null });
});

it('is Student’s interval if every answer has an item and a rater of its own', () => {
  const { mean, low, high } = clusteredMean([1, 2, 3, 4, 5].map((value, at) => ({ value, item: at, rater: at })));
  expect(mean).toBe(3);
  expect(high).toBeCloseTo(3 + 2.776 * Math.sqrt(2.5 / 5), 10);
  expect(low).toBeCloseTo(3 - 2.776 * Math.sqrt(2.5 / 5), 10);
});

it('adds the variances between items and between raters, and subtracts that between answers', () => {
  // Two items, two raters, errors −1.5 −0.5 / 0.5 1.5: items 2 · 8 / 16 = 1, raters 2 · 2 / 16 = 0.25, answers 4 / 3 · 5 / 16.
  const values = [
    { value: 1, item: 0, rater: 0 },
    { value: 2, item: 0, rater: 1 },
    { value: 3, item: 1, rater: 0 },
    { value: 4, item: 1, rater: 1 },
  ];
  const reach = 12.706 * Math.sqrt(1);
  expect(clusteredMean(values)).toEqual({ mean: 2.5, low: 2.5 - reach, high: 2.5 + reach });

  // Three raters give the same to each of three items, so the errors of an item add up: 3 / 2 · (81 + 81) / 81 = 3.
  const alike = [1, 4, 7].flatMap((value, item) => [0, 1, 2].map((rater) => ({ value, item, rater })));
  const clustered = clusteredMean(alike);
  expect(clustered.high).toBeCloseTo(4 + 4.303 * Math.sqrt(3), 10);

  // Errors −2 0 2 / 0 2 −2 …: if answers agree by both item and rater, the interval is wider than by either alone.
  const both = [0, 1, 2].flatMap((item) => [0, 1, 2].map((rater) => ({ value: item + rater, item, rater })));
  const between = (3 / 2) * (18 / 81);
  const ofAnswers = (9 / 8) * (12 / 81);
  expect(clusteredMean(both).high).toBeCloseTo(2 + 4.303 * Math.sqrt(2 * between - ofAnswers), 10);
});

it.each([
  [2, 12.706],
  [3, 4.303],
  [31, 2.042],
  [32, 2.0395],
  [61, 2.0003],
  [1001, 1.9623],
])('uses Student’s t for %i items and raters: %f', (count, t) => {
  const values = Array.from({ length: count }, (_, at) => ({ value: at, item: at, rater: at }));
  const { mean, high } = clusteredMean(values);
  const deviation = Math.sqrt((count * (count + 1)) / 12);
  expect(high).not.toBeNull();
  expect(((high ?? 0) - mean) / (deviation / Math.sqrt(count))).toBeCloseTo(t, 3);
});

it('has an interval exactly if there are two items and two raters, never shorter than by one of both', () => {
  const value = fc.record({
    value: fc.integer({ min: 1, max: 5 }),
    item: fc.nat({ max: 3 }),
    rater: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      const { mean, low, high } = clusteredMean(values);
      const count = (key: 'item' | 'rater') => new Set(values.map((one) => one[key])).size;
      expect(low !== null && high !== null).toBe(count('item') >= 2 && count('rater') >= 2);
      if (low === null || high === null) return;
      expect(mean - low).toBeCloseTo(high - mean, 10);
      const swapped = clusteredMean(values.map(({ item, rater, ...one }) => ({ ...one, item: rater, rater: item })));
      expect(swapped.high).toBeCloseTo(high, 10);
    }),
  );
});

it('covers the true mean about 95 times of 100 if raters and items differ', () => {
  const uniform = uniformOf(7);
  let covered = 0;
  for (let run = 0; run < 400; run += 1) {
    const raters = Array.from({ length: 15 }, () => 0.5 * normal(uniform));
    const values = Array.from({ length: 80 }, (_, item) => {
      const quality = 0.8 * normal(uniform);
      return [0, 1].map((answer) => {
        const rater = (item + answer * 4) % raters.length;
        return { value: quality + (raters[rater] ?? 0) + 0.7 * normal(uniform), item, rater };
      });
    }).flat();
    const { low, high } = clusteredMean(values);
    if (low !== null && high !== null && low <= 0 && high >= 0) covered += 1;
  }
  expect(covered / 400).toBeGreaterThan(0.91);
  expect(covered / 400).toBeLessThan(0.99);
});
