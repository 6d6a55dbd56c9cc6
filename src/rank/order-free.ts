/** The sum, the same to the last bit for any order of the values: floating-point addition is not associative. */
export function orderFreeSum(values: readonly number[]): number {
  let sum = 0;
  for (const value of Float64Array.from(values).toSorted()) sum += value;
  return sum;
}

/** The mean of one or more values, independent of their order. */
export function orderFreeMean(values: readonly number[]): number {
  return orderFreeSum(values) / values.length;
}

/** Pearson's correlation of paired values, independent of their order; null if one side has no spread. */
export function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const meanX = orderFreeMean(pairs.map(([x]) => x));
  const meanY = orderFreeMean(pairs.map(([, y]) => y));
  const sumXX = orderFreeSum(pairs.map(([x]) => (x - meanX) ** 2));
  const sumYY = orderFreeSum(pairs.map(([, y]) => (y - meanY) ** 2));
  // The mean of equal values can differ from them by a rounding error, so "no spread" is not exactly 0.
  const noise = 1e-20 * (1 + meanX ** 2 + meanY ** 2) * pairs.length;
  if (!(sumXX > noise && sumYY > noise)) return null;
  const sumXY = orderFreeSum(pairs.map(([x, y]) => (x - meanX) * (y - meanY)));
  return Math.max(-1, Math.min(1, sumXY / Math.sqrt(sumXX * sumYY)));
}
