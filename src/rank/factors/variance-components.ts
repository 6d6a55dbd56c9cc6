/** Which item and rater each answer belongs to. */
export interface Crossing {
  item: Int32Array;
  rater: Int32Array;
  items: number;
  raters: number;
}

export interface VarianceComponents {
  item: number;
  rater: number;
  error: number;
}

/**
 * Variances of item, rater and error in value = item + rater + error, by the method of moments: the sums of squares
 * within items, within raters and over all are set equal to their expectations (Gao & Owen 2017, Efficient moment
 * calculations for variance components in large unbalanced crossed random effects models). If no item has two answers,
 * the item variance can't be separated from the error and is counted as error.
 */
export function estimateVarianceComponents(values: Float64Array, crossing: Crossing): VarianceComponents {
  const { item, rater, items, raters } = crossing;
  const total = values.length;
  const byItem = groupSums(values, item, items);
  const byRater = groupSums(values, rater, raters);
  const overall = groupSums(values, new Int32Array(total), 1);
  const itemFreedom = total - byItem.groups;
  const raterFreedom = total - byRater.groups;
  // E[SS within items] = (rater + error) · itemFreedom, and so on. Without degrees of freedom there is no mean square.
  const raterAndError = itemFreedom > 0 ? byItem.squares / itemFreedom : null;
  const itemAndError = raterFreedom > 0 ? byRater.squares / raterFreedom : null;
  const itemShare = total - byItem.squaredSizes / total;
  const raterShare = total - byRater.squaredSizes / total;
  const least = 1e-9 * (1 + overall.squares / total);
  if (raterAndError === null) {
    const error = itemAndError ?? overall.squares / Math.max(1, total - 1);
    const rest = raterShare > 0 ? (overall.squares - error * (total - 1)) / raterShare : 0;
    return { item: 0, rater: Math.max(0, rest), error: Math.max(least, error) };
  }
  if (itemAndError === null) return { item: 0, rater: 0, error: Math.max(least, raterAndError) };
  // overall = item · itemShare + rater · raterShare + error · (total − 1), with both sums from above substituted.
  const error =
    (itemAndError * itemShare + raterAndError * raterShare - overall.squares) / (itemShare + raterShare - (total - 1));
  const bounded = Math.max(least, Math.min(error, raterAndError, itemAndError));
  return {
    item: Math.max(0, itemAndError - bounded),
    rater: Math.max(0, raterAndError - bounded),
    error: bounded,
  };
}

/** Sum of squares within groups, the number of groups that have answers, and the sum of their squared sizes. */
function groupSums(
  values: Float64Array,
  groupOf: Int32Array,
  count: number,
): { squares: number; groups: number; squaredSizes: number } {
  const sums = new Float64Array(count);
  const sizes = new Int32Array(count);
  groupOf.forEach((group, answer) => {
    sums[group] = (sums[group] ?? 0) + (values[answer] ?? 0);
    sizes[group] = (sizes[group] ?? 0) + 1;
  });
  let squares = 0;
  groupOf.forEach((group, answer) => {
    squares += ((values[answer] ?? 0) - (sums[group] ?? 0) / (sizes[group] ?? 1)) ** 2;
  });
  return {
    squares,
    groups: sizes.reduce((sum, size) => sum + Math.min(1, size), 0),
    squaredSizes: sizes.reduce((sum, size) => sum + size * size, 0),
  };
}
