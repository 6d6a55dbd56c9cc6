import { compareText } from '../lib/text.ts';
import type { RankedRater } from '../model.ts';
import { countValues } from './count-values.ts';
import { correlation, orderFreeMean, orderFreeSum } from './order-free.ts';
import type { RatedItem } from './rating-groups.ts';

/** What one rater did, gathered over all items. */
interface RaterRecord {
  rater: string;
  values: number[];
  /** Own value and the mean of the others, for every item that others rated too. */
  shared: [own: number, others: number][];
  pairs: number;
  equalPairs: number;
}

/** From this many equal answers on they are no accident. */
const constantAnswers = 10;

/** Below three points a correlation is always 1, -1 or undefined. */
const correlatedItems = 3;

/** Every rater's figures as the doc comments of RankedRater define them; most answers first, ties by id. */
export function rankRaters(items: readonly RatedItem[]): RankedRater[] {
  const records = new Map<string, RaterRecord>();
  for (const { ratings } of items) {
    const sum = orderFreeSum(ratings.map(({ value }) => value));
    const counts = countValues(ratings.map(({ value }) => value));
    const others = ratings.length - 1;
    for (const { rater, value } of ratings) {
      const record = records.get(rater) ?? { rater, values: [], shared: [], pairs: 0, equalPairs: 0 };
      records.set(rater, record);
      record.values.push(value);
      if (others === 0) continue;
      record.shared.push([value, (sum - value) / others]);
      record.pairs += others;
      record.equalPairs += (counts.get(value) ?? 1) - 1;
    }
  }
  return [...records.values()]
    .map(toRankedRater)
    .toSorted((a, b) => b.answers - a.answers || compareText(a.rater, b.rater));
}

function toRankedRater({ rater, values, shared, pairs, equalPairs }: RaterRecord): RankedRater {
  const isConstant = values.length >= constantAnswers && values.every((value) => value === values[0]);
  return {
    rater,
    answers: values.length,
    mean: orderFreeMean(values),
    severity: shared.length === 0 ? null : orderFreeMean(shared.map(([own, others]) => others - own)),
    consistency: shared.length < correlatedItems ? null : correlation(shared),
    agreement: pairs === 0 ? null : equalPairs / pairs,
    flags: isConstant ? ['constant'] : [],
  };
}
