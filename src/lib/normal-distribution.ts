/** 97.5 % point of the standard normal distribution. */
export const normalReach = 1.959964;

/** P(Z > z) of the standard normal distribution, by Abramowitz & Stegun 7.1.26; the error is below 1.5e-7. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const factors = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  return (factors.reduce((value, factor) => value * t + factor, 0) * t * Math.exp(-x * x)) / 2;
}
