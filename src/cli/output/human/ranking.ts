import type { RankingRow, RankResult } from '../../../campaign/rank.ts';
import { printable } from '../../../lib/text/text.ts';
import type { Agreement, FactorEffects, RankedRater } from '../../../model.ts';
import { describeAgreement } from '../../../release/card/agreement-sentence.ts';
import { renderTable } from './table.ts';
import { showFigure, countOf, showCount, showEstimate, showRange, showSeconds } from '../../../lib/text/numbers.ts';

/** What `rank --json` says. */
export function toRankingData({
  items,
  raters,
  ratings,
  agreement,
  top,
  raterModel,
  agreementAnalysis,
  factors,
  raterTable,
}: RankResult): object {
  return {
    items,
    raters,
    ratings,
    agreement,
    top: top.map(toJsonRow),
    rater_model: raterModel,
    agreement_statistics: {
      overall: toJsonAgreement(agreementAnalysis.overall),
      groups: agreementAnalysis.groups.map(({ by, group, agreement: own }) => ({ by, group, ...toJsonAgreement(own) })),
    },
    factors:
      factors === null
        ? null
        : { ratings: toJsonFactors(factors.ratings), disagreement: toJsonFactors(factors.disagreement) },
    ...(raterTable === null ? {} : { rater_table: raterTable.map(toJsonRater) }),
  };
}

function toJsonRow({ scoreLow, scoreHigh, agreementRatio, ...row }: RankingRow): object {
  return { ...row, score_low: scoreLow, score_high: scoreHigh, agreement_ratio: agreementRatio };
}

function toJsonFactors({ answers, effects, reason }: FactorEffects): object {
  return { answers, reason, effects };
}

/** For JSON, here and in `status`. */
export function toJsonAgreement(agreement: Agreement): object {
  return {
    items: agreement.items,
    answers: agreement.answers,
    pairable_items: agreement.pairableItems,
    pairable_answers: agreement.pairableAnswers,
    alpha_nominal: agreement.alphaNominal,
    alpha_ordinal: agreement.alphaOrdinal,
    alpha_interval: agreement.alphaInterval,
    fleiss_kappa: agreement.fleissKappa,
    gwet_ac2: agreement.gwetAc2,
    exact_agreement: agreement.exactAgreement,
    within_one_agreement: agreement.withinOneAgreement,
    agreement_ratio: agreement.agreementRatio,
  };
}

function toJsonRater(rater: RankedRater): object {
  return {
    rater: rater.rater,
    answers: rater.answers,
    mean: rater.mean,
    mean_low: rater.meanLow,
    mean_high: rater.meanHigh,
    severity: rater.severity,
    severity_low: rater.severityLow,
    severity_high: rater.severityHigh,
    discrimination: rater.discrimination,
    discrimination_low: rater.discriminationLow,
    discrimination_high: rater.discriminationHigh,
    consistency: rater.consistency,
    consistency_low: rater.consistencyLow,
    consistency_high: rater.consistencyHigh,
    agreement: rater.agreement,
    pace_seconds: rater.paceSeconds,
    pace_seconds_low: rater.paceSecondsLow,
    pace_seconds_high: rater.paceSecondsHigh,
    flags: rater.flags,
  };
}

/** The ranking's table, what it rests on, and the raters when they were asked for. */
export function renderRanking({
  items,
  raters,
  ratings,
  top,
  agreementAnalysis,
  factors,
  raterTable,
}: RankResult): string {
  const rows = top.map((row) => [
    showCount(row.rank),
    showFigure(row.score),
    showRange(row.scoreLow, row.scoreHigh),
    row.tier ?? '–',
    showCount(row.answers),
    printable(row.prompt ?? row.item, 70),
  ]);
  const table = renderTable(['rank', 'score', '95 %', 'tier', 'answers', 'prompt'], rows);
  const summary = `${countOf(items, 'item')}, ${countOf(raters, 'rater')}, ${countOf(ratings, 'rating')}. ${describeAgreement(agreementAnalysis.overall)}`;
  const sentences = (factors?.ratings.effects ?? [])
    .filter(({ factor, holds }) => factor === 'kind' || holds)
    .map(({ sentence }) => sentence);
  return [table, [summary, ...sentences].join('\n'), ...(raterTable === null ? [] : [renderRaters(raterTable)])].join(
    '\n\n',
  );
}

function renderRaters(raters: RankedRater[]): string {
  const rows = raters.map((rater) => [
    printable(rater.rater, 40),
    showCount(rater.answers),
    showFigure(rater.mean),
    showEstimate({ value: rater.severity, low: rater.severityLow, high: rater.severityHigh }),
    showEstimate({ value: rater.discrimination, low: rater.discriminationLow, high: rater.discriminationHigh }),
    showEstimate({ value: rater.consistency, low: rater.consistencyLow, high: rater.consistencyHigh }),
    showFigure(rater.agreement),
    showSeconds(rater.paceSeconds),
    rater.flags.join(' '),
  ]);
  return renderTable(
    ['rater', 'answers', 'mean', 'severity (95 %)', 'discrimination', 'consistency', 'agreement', 'pace', 'flags'],
    rows,
  );
}
