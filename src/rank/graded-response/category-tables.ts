import type { RaterParameters } from './parameters.ts';

/**
 * What one rater's model says at each point of quality: arrays of categories × points, category by category.
 * Derivatives of log P: `lower` and `upper` by the cut below and above the category, `spread` by the log spread. The
 * derivative by severity is lower + upper, by slope −point · (lower + upper).
 */
export interface CategoryTables {
  logProbability: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  spread: Float64Array;
}

export function makeCategoryTables(categories: number, points: number): CategoryTables {
  const size = categories * points;
  const all = new Float64Array(4 * size);
  const table = (index: number): Float64Array => all.subarray(index * size, (index + 1) * size);
  return { logProbability: table(0), lower: table(1), upper: table(2), spread: table(3) };
}

const leastProbability = 1e-10;

/** Fills the tables for one rater. */
export function fillCategoryTables(
  { logProbability, lower, upper, spread }: CategoryTables,
  points: Float64Array,
  cuts: Float64Array,
  { slope, severity, logSpread }: RaterParameters,
): void {
  const width = points.length;
  const perSpread = Math.exp(-logSpread);
  for (let g = 0; g < width; g += 1) {
    const place = slope * (points[g] ?? 0) - severity;
    let above = 1;
    let density = 0;
    let eta = 0;
    for (let k = 0; k <= cuts.length; k += 1) {
      const isLast = k === cuts.length;
      const nextEta = isLast ? 0 : (place - (cuts[k] ?? 0)) * perSpread;
      const nextAbove = isLast ? 0 : 1 / (1 + Math.exp(-nextEta));
      const nextDensity = nextAbove * (1 - nextAbove);
      const probability = Math.max(leastProbability, above - nextAbove);
      const inverse = 1 / probability;
      const at = k * width + g;
      logProbability[at] = Math.log(probability);
      lower[at] = -density * perSpread * inverse;
      upper[at] = nextDensity * perSpread * inverse;
      spread[at] = (nextDensity * nextEta - density * eta) * inverse;
      above = nextAbove;
      density = nextDensity;
      eta = nextEta;
    }
  }
}
