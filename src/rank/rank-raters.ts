import { normalReach } from '../lib/normal-distribution.ts';
import { compareText } from '../lib/text/text.ts';
import type { RankedRater } from '../model.ts';
import { countValues } from './count-values.ts';
import type { ModelledRater } from './modelled-raters.ts';
import { correlation, orderFreeMean, orderFreeSum } from './order-free.ts';
import { measureRaterPace } from './rater-pace.ts';
import type { RatedItem } from './rating-groups.ts';

/** What one rater did, collected over all items. */
interface RaterRecord {
  rater: string;
  values: number[];
  /** The rater's value and the mean of the others, for every item that others rated too. */
  shared: [own: number, others: number][];
  pairs: number;
  equalPairs: number;
  /** Times of the answers that have one, in ms. */
  times: number[];
}

/** This many equal answers are no accident. */
const constantAnswers = 10;

/** With fewer than three points, a correlation is always 1, -1 or undefined. */
const correlatedItems = 3;

/** A rater is careless if the upper end of their consistency is below this share of the median. */
const carelessShare = 0.5;

/** From this many shared items on, a low consistency is no accident. */
const judgedItems = 15;

/** Every rater's figures, as documented at RankedRater. Most answers first, ties by id. */
export function rankRaters(
  items: readonly RatedItem[],
  modelled: ReadonlyMap<string, ModelledRater> | null,
  copiers: ReadonlySet<string>,
): RankedRater[] {
  const rows = [...gatherRecords(items).values()].map((record) => toRankedRater(record, modelled?.get(record.rater)));
  const usual = medianConsistency(rows);
  return rows
    .map(({ sharedItems, ...row }) => ({
      ...row,
      flags: [
        ...(isCareless(row, sharedItems, usual) ? ['careless'] : []),
        ...row.flags,
        ...(copiers.has(row.rater) ? ['copies'] : []),
      ],
    }))
    .toSorted((a, b) => b.answers - a.answers || compareText(a.rater, b.rater));
}

function gatherRecords(items: readonly RatedItem[]): Map<string, RaterRecord> {
  const records = new Map<string, RaterRecord>();
  for (const { ratings } of items) {
    const sum = orderFreeSum(ratings.map(({ value }) => value));
    const counts = countValues(ratings.map(({ value }) => value));
    const others = ratings.length - 1;
    for (const { rater, value, answeredAt } of ratings) {
      const record = records.get(rater) ?? { rater, values: [], shared: [], pairs: 0, equalPairs: 0, times: [] };
      records.set(rater, record);
      record.values.push(value);
      const time = answeredAt === undefined ? Number.NaN : Date.parse(answeredAt);
      if (Number.isFinite(time)) record.times.push(time);
      if (others === 0) continue;
      record.shared.push([value, (sum - value) / others]);
      record.pairs += others;
      record.equalPairs += (counts.get(value) ?? 1) - 1;
    }
  }
  return records;
}

function toRankedRater(
  { rater, values, shared, pairs, equalPairs, times }: RaterRecord,
  modelled: ModelledRater | undefined,
): RankedRater & { sharedItems: number } {
  const mean = orderFreeMean(values);
  const meanReach = reachOfMean(values, mean);
  const pace = measureRaterPace(times);
  const consistency = shared.length < correlatedItems ? null : correlation(shared);
  const [consistencyLow, consistencyHigh] = correlationInterval(consistency, shared.length);
  return {
    rater,
    answers: values.length,
    mean,
    meanLow: meanReach === null ? null : mean - meanReach,
    meanHigh: meanReach === null ? null : mean + meanReach,
    severity: modelled?.severity ?? null,
    severityLow: modelled?.severityLow ?? null,
    severityHigh: modelled?.severityHigh ?? null,
    discrimination: modelled?.discrimination ?? null,
    discriminationLow: modelled?.discriminationLow ?? null,
    discriminationHigh: modelled?.discriminationHigh ?? null,
    consistency,
    consistencyLow,
    consistencyHigh,
    agreement: pairs === 0 ? null : equalPairs / pairs,
    paceSeconds: pace.seconds,
    paceSecondsLow: pace.low,
    paceSecondsHigh: pace.high,
    flags: values.length >= constantAnswers && values.every((value) => value === values[0]) ? ['constant'] : [],
    sharedItems: shared.length,
  };
}

function isCareless({ consistencyHigh }: RankedRater, sharedItems: number, usual: number | null): boolean {
  if (sharedItems < judgedItems || usual === null || usual <= 0 || consistencyHigh === null) return false;
  return consistencyHigh < carelessShare * usual;
}

/** Median over raters with enough shared items; null if there are none. */
function medianConsistency(rows: readonly (RankedRater & { sharedItems: number })[]): number | null {
  const values = rows
    .flatMap(({ consistency, sharedItems }) => (consistency === null || sharedItems < judgedItems ? [] : [consistency]))
    .toSorted((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? null;
}

/** 1.96 · s / √n; null with fewer than two answers. */
function reachOfMean(values: readonly number[], mean: number): number | null {
  if (values.length < 2) return null;
  const squares = orderFreeSum(values.map((value) => (value - mean) ** 2));
  return normalReach * Math.sqrt(squares / (values.length - 1) / values.length);
}

/** tanh(atanh(r) ± 1.96 / √(n − 3)) (Fisher 1921); null with fewer than four points. */
function correlationInterval(r: number | null, points: number): [low: number | null, high: number | null] {
  if (r === null || points < 4) return [null, null];
  const reach = normalReach / Math.sqrt(points - 3);
  return [Math.tanh(Math.atanh(r) - reach), Math.tanh(Math.atanh(r) + reach)];
}
