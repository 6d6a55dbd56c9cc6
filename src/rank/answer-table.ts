import { UsageError } from '../lib/errors.ts';
import { compareText } from '../lib/text/text.ts';
import type { RatedItem } from './rating-groups.ts';

/** All answers as numbers, ordered by rater and then by item: the same table for the same answers in any order. */
export interface AnswerTable {
  /** Ids of items and raters, sorted. The arrays below hold positions in these. */
  items: readonly string[];
  raters: readonly string[];
  /** Values of the scale, ascending. */
  scale: readonly number[];
  /** Item of each answer. */
  item: Int32Array;
  /** Position of each answer's value in the scale. */
  category: Uint8Array;
  /** The answers of rater r run from raterStart[r] to before raterStart[r + 1]. */
  raterStart: Int32Array;
  /** Number of answers to each item. */
  itemAnswers: Int32Array;
}

/** An ordinal model has a cut point between any two neighbours. More values than this are not categories any more. */
const mostValues = 11;

/**
 * Sorts the answers by ids. The scale has the given `values` and all values that occur. Throws UsageError
 * `scale_too_long`.
 */
export function makeAnswerTable(groups: readonly RatedItem[], values: readonly number[] = []): AnswerTable {
  const sorted = groups.toSorted((a, b) => compareText(a.item, b.item));
  const scale = [
    ...new Set([...values, ...sorted.flatMap(({ ratings }) => ratings.map(({ value }) => value))]),
  ].toSorted((a, b) => a - b);
  if (scale.length > mostValues) throw scaleTooLong(scale);
  const categories = new Map(scale.map((value, category) => [value, category]));
  const byRater = new Map<string, { item: number; category: number }[]>();
  sorted.forEach(({ ratings }, item) => {
    for (const { rater, value } of ratings) {
      const own = byRater.get(rater) ?? [];
      byRater.set(rater, own);
      own.push({ item, category: categories.get(value) ?? 0 });
    }
  });
  const raters = [...byRater.keys()].toSorted(compareText);
  const answers = raters.flatMap((rater) => byRater.get(rater) ?? []);
  const raterStart = new Int32Array(raters.length + 1);
  raters.forEach((rater, index) => {
    raterStart[index + 1] = (raterStart[index] ?? 0) + (byRater.get(rater)?.length ?? 0);
  });
  return {
    items: sorted.map(({ item }) => item),
    raters,
    scale,
    item: Int32Array.from(answers, ({ item }) => item),
    category: Uint8Array.from(answers, ({ category }) => category),
    raterStart,
    itemAnswers: Int32Array.from(sorted, ({ ratings }) => ratings.length),
  };
}

/** Splits the answers into tables of at most `size` items each, all with the same raters. */
export function splitItems(answers: AnswerTable, size: number): AnswerTable[] {
  const next = answers.raterStart.slice(0, -1);
  return Array.from({ length: Math.ceil(answers.items.length / size) }, (_, block) => {
    const first = block * size;
    const end = first + size;
    const item: number[] = [];
    const category: number[] = [];
    const raterStart = new Int32Array(answers.raterStart.length);
    next.forEach((start, rater) => {
      let at = start;
      for (; at < (answers.raterStart[rater + 1] ?? 0) && (answers.item[at] ?? 0) < end; at += 1) {
        item.push((answers.item[at] ?? 0) - first);
        category.push(answers.category[at] ?? 0);
      }
      next[rater] = at;
      raterStart[rater + 1] = item.length;
    });
    return {
      items: answers.items.slice(first, end),
      raters: answers.raters,
      scale: answers.scale,
      item: Int32Array.from(item),
      category: Uint8Array.from(category),
      raterStart,
      itemAnswers: answers.itemAnswers.slice(first, end),
    };
  });
}

/** The answers to every `step`-th item, with the same raters. */
export function thinItems(answers: AnswerTable, step: number): AnswerTable {
  const item: number[] = [];
  const category: number[] = [];
  const raterStart = new Int32Array(answers.raterStart.length);
  answers.raters.forEach((_, rater) => {
    for (let at = answers.raterStart[rater] ?? 0; at < (answers.raterStart[rater + 1] ?? 0); at += 1) {
      const own = answers.item[at] ?? 0;
      if (own % step !== 0) continue;
      item.push(own / step);
      category.push(answers.category[at] ?? 0);
    }
    raterStart[rater + 1] = item.length;
  });
  return {
    items: answers.items.filter((__, index) => index % step === 0),
    raters: answers.raters,
    scale: answers.scale,
    item: Int32Array.from(item),
    category: Uint8Array.from(category),
    raterStart,
    itemAnswers: answers.itemAnswers.filter((__, index) => index % step === 0),
  };
}

function scaleTooLong(scale: readonly number[]): UsageError {
  const shown = `${scale.slice(0, 3).join(', ')} … ${scale.slice(-1).join()}`;
  return new UsageError(
    'scale_too_long',
    `The ratings have ${scale.length} different values (${shown}); a scale has 2 to ${mostValues}.`,
  );
}
