import type { AnswerTable } from './answer-table.ts';
import { fillCategoryTables, makeCategoryTables } from './graded-response/category-tables.ts';
import type { Parameters, RaterParameters } from './graded-response/parameters.ts';

/** Expected ratings on the question's scale, for qualities from -reach to reach in even steps. */
export type RatingCurve = Float64Array;

const reach = 7;
const points = Float64Array.from({ length: 281 }, (_, index) => ((index - 140) / 140) * reach);

/** The curve of any rater, and the average rater's: the mean of all raters' curves, with equal weights. */
export function makeRatingCurves(
  { scale }: AnswerTable,
  { raters, cuts }: Parameters,
): { average: RatingCurve; curveOf: (rater: RaterParameters) => RatingCurve } {
  const tables = makeCategoryTables(scale.length, points.length);
  const curveOf = (rater: RaterParameters): RatingCurve => {
    fillCategoryTables(tables, points, cuts, rater);
    const curve = new Float64Array(points.length);
    tables.logProbability.forEach((log, at) => {
      const g = at % points.length;
      curve[g] = (curve[g] ?? 0) + Math.exp(log) * (scale[Math.floor(at / points.length)] ?? 0);
    });
    return curve;
  };
  const average = new Float64Array(points.length);
  for (const rater of raters) {
    curveOf(rater).forEach((value, g) => {
      average[g] = (average[g] ?? 0) + value / raters.length;
    });
  }
  return { average, curveOf };
}

/** The curve's value at a quality, linear between two points. */
export function ratingAt(curve: RatingCurve, quality: number): number {
  const last = points.length - 1;
  const place = Math.min(last, Math.max(0, ((quality + reach) / (2 * reach)) * last));
  const index = Math.min(last - 1, Math.floor(place));
  const [before = 0, after = 0] = curve.subarray(index, index + 2);
  return before + (after - before) * (place - index);
}

/** Mean distance of one curve below another, over standard normal qualities. */
export function meanDistance(curve: RatingCurve, other: RatingCurve): number {
  let sum = 0;
  let weights = 0;
  points.forEach((point, g) => {
    const weight = Math.exp(-(point * point) / 2);
    sum += weight * ((other[g] ?? 0) - (curve[g] ?? 0));
    weights += weight;
  });
  return sum / weights;
}
