import { expect, it } from 'vitest';
import { normalReach, normalTail } from '../../src/lib/normal-distribution.ts';

it.each([
  [0, 0.5],
  [1, 0.158655254],
  [normalReach, 0.025],
  [3, 0.001349898],
  [-1, 0.841344746],
  [-9, 1],
])('P(Z > %d) is %d', (z, tail) => {
  expect(Math.abs(normalTail(z) - tail)).toBeLessThan(1.5e-7);
});
