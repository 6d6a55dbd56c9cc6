import type { TopLevelSpec } from 'vega-lite';
import type { ChartTheme } from '../../lib/charts/theme.ts';
import type { Chart } from './chart.ts';
import { specifyAgreement } from './specs/agreement-spec.ts';
import { specifyParticipation } from './specs/participation-spec.ts';
import { specifyRatings } from './specs/ratings-spec.ts';
import { specifySeverity } from './specs/severity-spec.ts';
import { specifyTime } from './specs/time-spec.ts';

/** The Vega-Lite 5 specification of a chart. */
export function specifyChart(chart: Chart, theme: ChartTheme): TopLevelSpec {
  const { figure } = chart;
  switch (figure.type) {
    case 'ratings':
      return specifyRatings(chart, figure, theme);
    case 'agreement':
      return specifyAgreement(chart, figure, theme);
    case 'severity':
      return specifySeverity(chart, figure, theme);
    case 'participation':
      return specifyParticipation(chart, figure, theme);
    case 'time':
      return specifyTime(chart, figure, theme);
  }
}
