import { expect, it } from 'vitest';
import { clusteredMean } from '../../../src/rank/summary/clustered-mean.ts';
import { normal, uniformOf } from '../simulated-world.ts';

it('has no interval for one item or one rater', () => {
  const value = { value: 3, item: 0, rater: 0 };
  expect(clusteredMean([value, { ...value, item: 1 }])).toEqual({ mean: 3, low: null, high: null });
  expect(clusteredMean([value, { ...value, rater: 1 }])).toEqual({ mean: 3, low: null, high: null });
});

it('is Student’s interval where every answer has an item and a rater of its own', () => {
  const { mean, low, high } = clusteredMean([1, 2, 3, 4, 5].map((value, at) => ({ value, item: at, rater: at })));
  expect(mean).toBe(3);
  expect(high).toBeCloseTo(3 + 2.776 * Math.sqrt(2.5 / 5), 10);
  expect(low).toBeCloseTo(3 - 2.776 * Math.sqrt(2.5 / 5), 10);
});

it('covers the true mean about 95 times of 100 where raters and items differ', () => {
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
