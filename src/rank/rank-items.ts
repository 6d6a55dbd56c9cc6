import { compareText } from '../lib/text/text.ts';
import type { Grouping, ItemFacts, RankedItem, Ranking, Rating } from '../model.ts';
import { analyseAgreement } from './agreement/analyse-agreement.ts';
import type { AnswerTable } from './answer-table.ts';
import { agreementRatio } from './count-values.ts';
import { analyseFactors } from './factors/analyse-factors.ts';
import type { CopiedPair } from './find-copies.ts';
import { describeRaters } from './modelled-raters.ts';
import { orderFreeMean } from './order-free.ts';
import type { OnRankProgress } from './rank-progress.ts';
import { rankRaters } from './rank-raters.ts';
import { groupRatings, type RatedItem } from './rating-groups.ts';
import type { ItemScore } from './score-items.ts';
import { scoreRatings } from './score-ratings.ts';
import { summarizeRatings } from './summary/summarize-ratings.ts';
import { assignTiers } from './tiers.ts';

export interface RankInput {
  ratings: readonly Rating[];
  /** Everything to rank. An item without a rating comes last. */
  items: readonly string[];
  /** Values of the scale, 2 to 11. Values that occur in the ratings are part of it anyway. */
  scale?: readonly number[];
  /** Agreement is also measured within their groups. */
  groupings?: readonly Grouping[];
  /** What is known about the items. If given, the ranking also says what ratings depend on. */
  facts?: ReadonlyMap<string, ItemFacts>;
  /** Seeds the resampling for the intervals of agreement. */
  seed?: number;
}

/**
 * Ranks by the graded response model of docs/ranking.md. If all ratings are equal there is nothing to model: every
 * rated item has that score, no interval and the same tier. Answers that one rater copied from another count once.
 * Nothing depends on the order of the input. Throws UsageError `duplicate_rating`, `rating_not_a_number`,
 * `unknown_item`, `scale_too_long`.
 */
export function rankItems(
  { ratings, items, scale, groupings = [], facts, seed = 0 }: RankInput,
  onProgress: OnRankProgress = () => {},
): Ranking {
  onProgress({ task: 'fitting the model', done: 0, total: null });
  const groups = groupRatings(ratings, items);
  const { all, answers, copies, model, scores } = scoreRatings(groups, scale);
  const ranked = groups
    .map((group) => toRankedItem(group, scores?.get(group.item)))
    .toSorted(byScore)
    .map((item, index) => ({ ...item, rank: index + 1 }));
  const agreements = ranked.flatMap((item) => (item.agreementRatio === null ? [] : [item.agreementRatio]));
  const onAgreement = (done: number, total: number): void => onProgress({ task: 'measuring agreement', done, total });
  const agreementAnalysis = analyseAgreement(all, groupings, seed, onAgreement);
  onProgress({ task: 'finding what ratings depend on', done: 0, total: null });
  return {
    items: assignTiers(ranked),
    raters: rankRaters(groups, model === null ? null : describeRaters(answers, model.raterFit), copiers(all, copies)),
    ratings: ratings.length,
    agreement: agreements.length === 0 ? null : orderFreeMean(agreements),
    raterModel: model?.raterModel ?? 'none',
    agreementAnalysis,
    summary: summarizeRatings(all, ratings, groupings),
    factors: facts === undefined ? null : analyseFactors(ratings, facts),
  };
}

function copiers({ raters }: AnswerTable, copies: readonly CopiedPair[]): Set<string> {
  return new Set(copies.flatMap(({ original, copy }) => [raters[original] ?? '', raters[copy] ?? '']));
}

function toRankedItem({ item, ratings }: RatedItem, modelled: ItemScore | undefined): RankedItem {
  const values = ratings.map(({ value }) => value);
  const mean = values.length === 0 ? null : orderFreeMean(values);
  const own = mean === null ? undefined : modelled;
  return {
    item,
    rank: 0,
    score: own?.score ?? mean,
    scoreLow: own?.low ?? null,
    scoreHigh: own?.high ?? null,
    tier: null,
    mean,
    answers: values.length,
    agreementRatio: agreementRatio(values),
  };
}

/** Best score first, items without a score last, ties by id. */
function byScore(a: RankedItem, b: RankedItem): number {
  if (a.score === null || b.score === null) {
    return Number(a.score === null) - Number(b.score === null) || compareText(a.item, b.item);
  }
  return b.score - a.score || compareText(a.item, b.item);
}
