import { UsageError } from '../lib/errors.ts';
import type { Rating } from '../model.ts';

/** The ratings of one item. */
export interface RatedItem {
  item: string;
  ratings: Rating[];
}

/** Every item once, with its ratings. Throws UsageError `rating_not_a_number`, `unknown_item`, `duplicate_rating`. */
export function groupRatings(ratings: readonly Rating[], items: readonly string[]): RatedItem[] {
  const groups = new Map<string, RatedItem>(items.map((item) => [item, { item, ratings: [] }]));
  for (const rating of ratings) {
    if (!Number.isFinite(rating.value)) throw notANumber(rating);
    const group = groups.get(rating.item);
    if (group === undefined) throw unknownItem(rating);
    group.ratings.push(rating);
  }
  for (const group of groups.values()) assertOneEach(group);
  return [...groups.values()];
}

function assertOneEach({ item, ratings }: RatedItem): void {
  const raters = new Set<string>();
  for (const { rater } of ratings) {
    if (raters.has(rater)) {
      throw new UsageError('duplicate_rating', `Rater "${rater}" rated item "${item}" more than once.`, {
        details: { rater, item },
      });
    }
    raters.add(rater);
  }
}

function notANumber({ rater, item, value }: Rating): UsageError {
  return new UsageError('rating_not_a_number', `The rating of item "${item}" by rater "${rater}" is ${value}.`, {
    details: { rater, item },
  });
}

function unknownItem({ rater, item }: Rating): UsageError {
  return new UsageError('unknown_item', `Rater "${rater}" rated item "${item}", which is not among the items.`, {
    details: { rater, item },
  });
}
