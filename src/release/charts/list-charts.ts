import type { Ranking } from '../../model.ts';
import { chartAgreement } from './agreement-chart.ts';
import type { Chart } from './chart.ts';
import { chartParticipation } from './participation-chart.ts';
import { chartRatingsByKind, chartRatingsByLength, chartRatingsBySource } from './ratings-charts.ts';
import { chartSeverity } from './severity-chart.ts';
import { chartAnswersOverTime } from './time-chart.ts';

/**
 * The charts of a ranking, without those that have nothing to show. `labels` name the values of the scale: one per
 * value, or none. Pure, and independent of the order of raters.
 */
export function listCharts({ summary, agreementAnalysis, raters }: Ranking, labels: readonly string[] = []): Chart[] {
  return [
    chartRatingsByKind(summary, labels),
    chartRatingsBySource(summary, labels),
    chartRatingsByLength(summary, labels),
    chartAgreement(agreementAnalysis),
    chartSeverity(raters),
    chartParticipation(raters),
    chartAnswersOverTime(summary),
  ].filter((chart) => chart !== null);
}
