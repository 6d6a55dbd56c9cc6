import { type AnswerTable, makeAnswerTable } from './answer-table.ts';
import { type CopiedPair, findCopies, withoutCopies } from './find-copies.ts';
import { estimateModel, type ModelEstimate } from './graded-response/estimate-model.ts';
import type { RatedItem } from './rating-groups.ts';
import { type ItemScore, scoreItems } from './score-items.ts';

/** The part of a ranking that decides the order. */
export interface ScoredRatings {
  /** All answers, and the answers that count: without copied ones. */
  all: AnswerTable;
  answers: AnswerTable;
  copies: CopiedPair[];
  /** Model and scores are null if all ratings are equal. */
  model: ModelEstimate | null;
  scores: Map<string, ItemScore> | null;
}

/** Scores the items by the model of docs/ranking.md and does nothing else. Throws UsageError `scale_too_long`. */
export function scoreRatings(groups: readonly RatedItem[], scale?: readonly number[]): ScoredRatings {
  const all = makeAnswerTable(groups, scale);
  const copies = findCopies(all);
  const answers = withoutCopies(all, copies);
  const model = hasSpread(answers) ? estimateModel(answers) : null;
  return { all, answers, copies, model, scores: model === null ? null : scoreItems(answers, model) };
}

function hasSpread({ category }: AnswerTable): boolean {
  return category.some((value) => value !== category[0]);
}
