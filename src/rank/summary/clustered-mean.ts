import { sum } from '../../lib/sum.ts';
import { groupBy } from '../../lib/group-by.ts';

/** A rating with numbers for its item and its rater. */
export interface ClusteredValue {
  value: number;
  item: number;
  rater: number;
}

/**
 * The mean of ratings and its 95 % interval. Answers to one item, or by one rater, are not independent, so this is the
 * two-way cluster-robust variance (Cameron, Gelbach & Miller 2011), V(items) + V(raters) − V(answers), with Student's t
 * for the smaller number of clusters. The ends are null with fewer than two items or two raters.
 */
export function clusteredMean(values: readonly ClusteredValue[]): {
  mean: number;
  low: number | null;
  high: number | null;
} {
  const mean = sum(values.map(({ value }) => value)) / values.length;
  const rest = values.map(({ value, item, rater }) => ({ error: value - mean, item, rater }));
  const items = [...groupBy(rest, ({ item }) => item).values()];
  const raters = [...groupBy(rest, ({ rater }) => rater).values()];
  const fewest = Math.min(items.length, raters.length);
  if (fewest < 2) return { mean, low: null, high: null };
  const byItem = varianceBetween(items);
  const byRater = varianceBetween(raters);
  const byAnswer = varianceBetween(rest.map((answer) => [answer]));
  // With few answers per cluster, the difference can fall below either part, or below 0.
  const variance = Math.max(byItem + byRater - byAnswer, byItem, byRater);
  const reach = studentT(fewest - 1) * Math.sqrt(variance);
  return { mean, low: mean - reach, high: mean + reach };
}

/** Variance of the mean if clusters are independent: Σ (Σ errors)² / n², times G / (G − 1). */
function varianceBetween(clusters: readonly (readonly { error: number }[])[]): number {
  const answers = sum(clusters.map((cluster) => cluster.length));
  const squares = sum(clusters.map((cluster) => sum(cluster.map(({ error }) => error)) ** 2));
  return ((squares / answers ** 2) * clusters.length) / (clusters.length - 1);
}

/** 97.5 % points of Student's t distribution for 1, 2, 3 … degrees of freedom. */
const tPoints = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/** Beyond the table, an expansion in 1 / df is right to three decimals. */
function studentT(degrees: number): number {
  return tPoints[degrees - 1] ?? 1.95996 + 2.37227 / degrees + 2.8225 / degrees ** 2;
}
