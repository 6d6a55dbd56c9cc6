import { compareText } from '../lib/text.ts';
import type { RankedItem, Ranking, Rating } from '../model.ts';
import { agreementRatio } from './count-values.ts';
import { orderFreeMean, orderFreeSum } from './order-free.ts';
import { rankRaters } from './rank-raters.ts';
import { groupRatings } from './rating-groups.ts';
import { assignTiers } from './tiers.ts';

export interface RankInput {
  ratings: readonly Rating[];
  /** All that is to be ranked; an item without a rating comes last. */
  items: readonly string[];
  /** Ends of the scale, where intervals are cut; the lowest and highest rating when it is not given. */
  scale?: Scale;
}

export interface Scale {
  low: number;
  high: number;
}

/** 97.5 % point of the standard normal distribution: 95 % of it lies within this many standard errors of its mean. */
const standardErrors = 1.959964;

/**
 * Ranks by the plain mean. The interval is mean ± 1.959964 · s/√n, where s² is the variance within items, pooled over
 * all items with two or more answers; without such an item there are no intervals. Nothing depends on the input's
 * order. Throws UsageError `duplicate_rating`, `rating_not_a_number`, `unknown_item`.
 */
export function rankItems({ ratings, items, scale }: RankInput): Ranking {
  const groups = groupRatings(ratings, items);
  const rated = groups.map(({ item, ratings: own }) => ({ item, values: own.map(({ value }) => value) }));
  const deviation = withinItemDeviation(rated.map(({ values }) => values));
  const ends = scale ?? observedScale(ratings);
  const ranked = rated
    .map(({ item, values }) => scoreItem(item, values, deviation, ends))
    .toSorted(byScore)
    .map((item, index) => ({ ...item, rank: index + 1 }));
  const agreements = ranked.flatMap((item) => (item.agreementRatio === null ? [] : [item.agreementRatio]));
  return {
    items: assignTiers(ranked),
    raters: rankRaters(groups),
    ratings: ratings.length,
    agreement: agreements.length === 0 ? null : orderFreeMean(agreements),
  };
}

function observedScale(ratings: readonly Rating[]): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { value } of ratings) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** s = √( Σ (value − mean of its item)² / Σ (answers of the item − 1) ); null when no item has two answers. */
function withinItemDeviation(items: readonly (readonly number[])[]): number | null {
  const repeated = items.filter((values) => values.length >= 2);
  if (repeated.length === 0) return null;
  const squares = repeated.map((values) => {
    const mean = orderFreeMean(values);
    return orderFreeSum(values.map((value) => (value - mean) ** 2));
  });
  const freedom = repeated.reduce((sum, values) => sum + values.length - 1, 0);
  return Math.sqrt(orderFreeSum(squares) / freedom);
}

function scoreItem(item: string, values: readonly number[], deviation: number | null, scale: Scale): RankedItem {
  const mean = values.length === 0 ? null : orderFreeMean(values);
  const reach = deviation === null ? null : (standardErrors * deviation) / Math.sqrt(values.length);
  return {
    item,
    rank: 0,
    score: mean,
    scoreLow: mean === null || reach === null ? null : Math.max(scale.low, mean - reach),
    scoreHigh: mean === null || reach === null ? null : Math.min(scale.high, mean + reach),
    tier: null,
    mean,
    answers: values.length,
    agreementRatio: agreementRatio(values),
  };
}

/** Best score first, items without one last, ties by id. */
function byScore(a: RankedItem, b: RankedItem): number {
  if (a.score === null || b.score === null) {
    return Number(a.score === null) - Number(b.score === null) || compareText(a.item, b.item);
  }
  return b.score - a.score || compareText(a.item, b.item);
}
