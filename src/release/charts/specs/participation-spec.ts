import type { TopLevelSpec } from 'vega-lite';
import type { ChartTheme } from '../../../lib/charts/theme.ts';
import type { Chart, ParticipationFigure } from '../chart.ts';
import { showCount, showShare } from '../../../lib/text/numbers.ts';
import { barColumn, columnGap, contentWidth, labelColumn, labelWidth, placeRows, tableChart } from './layout.ts';

/** A table with two drawn columns: raters per band, and their answers. The most active come first. */
export function specifyParticipation(chart: Chart, { bands }: ParticipationFigure, theme: ChartTheme): TopLevelSpec {
  const total = bands.reduce((sum, { answers }) => sum + answers, 0);
  const rows = bands
    .toReversed()
    .map((band) => ({ ...band, label: `${band.label} answer${band.label === '1' ? '' : 's'}` }));
  const place = placeRows(rows.length);
  const column = { theme, width: Math.floor((contentWidth - labelWidth(rows) - 2 * columnGap) / 2) };
  return tableChart(chart, [
    labelColumn(rows, place, theme),
    barColumn(
      'Raters',
      rows.map(({ raters }) => ({ value: raters, text: showCount(raters) })),
      place,
      column,
    ),
    barColumn(
      'Share of all answers',
      rows.map(({ answers }) => ({ value: answers, text: showShare(answers / total) })),
      place,
      column,
    ),
  ]);
}
