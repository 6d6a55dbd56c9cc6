import type { AnswerTable } from './answer-table.ts';

/** Two raters whose answers to the same items agree too often to be independent. */
export interface CopiedPair {
  /** Positions in the table's raters. `copy` has fewer answers than `original`. */
  original: number;
  copy: number;
}

/** A chance below this, over all pairs of the campaign, is not an accident. */
const accident = 1e-3;

/**
 * Pairs of raters who can't have answered independently. Very good raters agree often, so the chance p of an equal
 * answer is taken halfway between 1 and the greater of two shares: that of equal answers over all pairs, and that
 * expected from the two raters' use of the scale alone. The chance of this many equal answers has Chernoff's bound
 * exp(−n · KL(k/n ‖ p)), multiplied by the number of pairs (Bonferroni).
 */
export function findCopies(answers: AnswerTable): CopiedPair[] {
  const pairs = countEqualAnswers(answers);
  const shared = pairs.reduce((sum, pair) => sum + pair.shared, 0);
  if (shared === 0) return [];
  const usual = pairs.reduce((sum, { equal }) => sum + equal, 0) / shared;
  const shares = answers.raters.map((_, rater) => sharesOfValues(answers, rater));
  const chanceOf = ({ first, second }: SharedAnswers): number => {
    const byUse = (shares[first] ?? []).reduce((sum, share, k) => sum + share * (shares[second]?.[k] ?? 0), 0);
    return (1 + Math.max(usual, byUse)) / 2;
  };
  const countOf = (rater: number): number => (answers.raterStart[rater + 1] ?? 0) - (answers.raterStart[rater] ?? 0);
  return pairs
    .filter((pair) => logTail(pair, chanceOf(pair)) + Math.log(pairs.length) < Math.log(accident))
    .map(({ first, second }) =>
      countOf(first) >= countOf(second) ? { original: first, copy: second } : { original: second, copy: first },
    );
}

function sharesOfValues({ scale, category, raterStart }: AnswerTable, rater: number): number[] {
  const own = category.subarray(raterStart[rater], raterStart[rater + 1]);
  const shares = scale.map(() => 0);
  for (const k of own) shares[k] = (shares[k] ?? 0) + 1 / own.length;
  return shares;
}

interface SharedAnswers {
  first: number;
  second: number;
  shared: number;
  equal: number;
}

/** Log of an upper bound on the chance of at least `equal` equal answers out of `shared`. */
function logTail({ shared, equal }: SharedAnswers, chance: number): number {
  const share = equal / shared;
  if (share <= chance) return 0;
  const divergence =
    share * Math.log(share / chance) + (share < 1 ? (1 - share) * Math.log((1 - share) / (1 - chance)) : 0);
  return -shared * divergence;
}

/** What each two raters have in common, one rater at a time: all pairs at once would not fit into memory. */
function countEqualAnswers({ items, raters, raterStart, item, category, itemAnswers }: AnswerTable): SharedAnswers[] {
  const itemStart = new Int32Array(items.length + 1);
  itemAnswers.forEach((count, index) => {
    itemStart[index + 1] = (itemStart[index] ?? 0) + count;
  });
  const filled = itemStart.slice();
  const raterOf = new Int32Array(item.length);
  const categoryOf = new Uint8Array(item.length);
  const pairs: SharedAnswers[] = [];
  const shared = new Int32Array(raters.length);
  const equal = new Int32Array(raters.length);
  for (let rater = 0; rater < raters.length; rater += 1) {
    const met = new Set<number>();
    for (let answer = raterStart[rater] ?? 0; answer < (raterStart[rater + 1] ?? 0); answer += 1) {
      const own = item[answer] ?? 0;
      const end = filled[own] ?? 0;
      for (let at = itemStart[own] ?? 0; at < end; at += 1) {
        const other = raterOf[at] ?? 0;
        met.add(other);
        shared[other] = (shared[other] ?? 0) + 1;
        if (categoryOf[at] === category[answer]) equal[other] = (equal[other] ?? 0) + 1;
      }
      raterOf[end] = rater;
      categoryOf[end] = category[answer] ?? 0;
      filled[own] = end + 1;
    }
    for (const other of met) {
      pairs.push({ first: other, second: rater, shared: shared[other] ?? 0, equal: equal[other] ?? 0 });
      shared[other] = 0;
      equal[other] = 0;
    }
  }
  return pairs;
}

/** The table without the answers that copies gave to their originals' items. */
export function withoutCopies(answers: AnswerTable, copies: readonly CopiedPair[]): AnswerTable {
  if (copies.length === 0) return answers;
  const left = new Uint8Array(answers.item.length);
  for (const { original, copy } of copies) {
    const items = new Set(itemsOf(answers, original));
    itemsOf(answers, copy).forEach((item, index) => {
      if (items.has(item)) left[(answers.raterStart[copy] ?? 0) + index] = 1;
    });
  }
  const kept = (_: number, index: number): boolean => left[index] === 0;
  const itemAnswers = answers.itemAnswers.slice();
  answers.item.forEach((item, index) => {
    if (left[index] === 1) itemAnswers[item] = (itemAnswers[item] ?? 0) - 1;
  });
  let gone = 0;
  let at = 0;
  const raterStart = answers.raterStart.map((start) => {
    for (; at < start; at += 1) gone += left[at] ?? 0;
    return start - gone;
  });
  return {
    ...answers,
    item: answers.item.filter(kept),
    category: answers.category.filter(kept),
    raterStart,
    itemAnswers,
  };
}

function itemsOf({ item, raterStart }: AnswerTable, rater: number): Int32Array {
  return item.subarray(raterStart[rater], raterStart[rater + 1]);
}
