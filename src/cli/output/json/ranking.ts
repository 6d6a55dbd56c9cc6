import type { RankingRow, RankResult } from '../../../campaign/rank.ts';
import type { Agreement, FactorEffects, RankedRater } from '../../../model.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `rank --json`. */
export function toRankingData({
  items,
  raters,
  ratings,
  skippedRatings,
  agreement,
  top,
  raterModel,
  agreementAnalysis,
  factors,
  rounds,
  raterTable,
}: RankResult): CommandData<'rank'> {
  return {
    items,
    raters,
    ratings,
    ...(skippedRatings === null ? {} : { skipped_ratings: skippedRatings }),
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
    rounds: [...rounds],
    ...(raterTable === null ? {} : { rater_table: raterTable.map(toJsonRater) }),
  };
}

function toJsonRow({ scoreLow, scoreHigh, agreementRatio, ...row }: RankingRow) {
  return { ...row, score_low: scoreLow, score_high: scoreHigh, agreement_ratio: agreementRatio };
}

function toJsonFactors({ answers, effects, reason }: FactorEffects) {
  return { answers, reason, effects };
}

/** For JSON, here and in `status`. */
export function toJsonAgreement(agreement: Agreement) {
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

function toJsonRater(rater: RankedRater) {
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
