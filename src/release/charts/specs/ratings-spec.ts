import type { TopLevelSpec } from 'vega-lite';
import { inkOn, spreadColors } from '../../../lib/charts/color.ts';
import type { ChartTheme } from '../../../lib/charts/theme.ts';
import type { Chart, RatingsFigure } from '../chart.ts';
import { showCount, showFigure } from '../../../lib/text/numbers.ts';
import {
  columnGap,
  type Column,
  contentWidth,
  estimateColumn,
  figureColumn,
  labelColumn,
  labelWidth,
  placeRows,
  type RowPlace,
  tableChart,
  type View,
} from './layout.ts';

const figureWidth = { mean: 36, answers: 54 };

/** The smallest share of a bar that has room for its figure. */
const labelledShare = 0.1;

const legendGap = 10;

/** A table with two drawn columns: the means, and a bar with the shares of each rating. */
export function specifyRatings(chart: Chart, figure: RatingsFigure, theme: ChartTheme): TopLevelSpec {
  const { rows, domain } = figure;
  const place = placeRows(rows.length);
  const left = labelWidth(rows) + figureWidth.mean + figureWidth.answers;
  const drawn = contentWidth - left - 4 * columnGap;
  const meanWidth = Math.round(drawn * 0.4);
  return tableChart(chart, [
    labelColumn(rows, place, theme),
    figureColumn(
      'Answers',
      rows.map(({ answers }) => showCount(answers)),
      place,
      { theme, width: figureWidth.answers },
    ),
    figureColumn(
      'Mean',
      rows.map(({ value }) => showFigure(value)),
      place,
      { theme, width: figureWidth.mean },
    ),
    estimateColumn(
      {
        header: 'Mean rating, 95 % interval',
        rows,
        domain,
        reference: rows.length > 1 ? figure.reference : null,
        axis: { values: listTicks(domain), format: '~' },
      },
      place,
      { theme, width: meanWidth },
    ),
    sharePanel(figure, place, { theme, width: drawn - meanWidth }),
  ]);
}

function sharePanel(figure: RatingsFigure, place: RowPlace, { theme, width }: Column): View {
  const { values, rows } = figure;
  const names = nameValues(figure, width);
  const colors = spreadColors(theme.diverging, values.length);
  const parts = rows.flatMap(({ shares }, row) => {
    let end = 0;
    return shares.map((share, index) => {
      const start = end;
      end += share;
      return {
        place: row,
        start,
        end,
        middle: (start + end) / 2,
        value: names[index] ?? '',
        text: share < labelledShare ? '' : `${Math.round(share * 100)}`,
        ink: inkOn(colors[index] ?? theme.background),
      };
    });
  });
  const scale = { domain: [0, 1], nice: false };
  return {
    width,
    height: { step: place.step },
    data: { values: parts },
    layer: [
      {
        mark: { type: 'bar', stroke: theme.background, strokeWidth: 1 },
        encoding: {
          y: place.y,
          x: {
            field: 'start',
            type: 'quantitative',
            scale,
            axis: {
              values: [0, 0.5, 1],
              labelExpr: "datum.value * 100 + ' %'",
              labelFlush: true,
              title: null,
              grid: false,
            },
          },
          x2: { field: 'end' },
          color: {
            field: 'value',
            type: 'nominal',
            scale: { domain: names, range: colors },
            legend: {
              orient: 'top',
              title: null,
              direction: 'horizontal',
              symbolType: 'square',
              symbolSize: 90,
              symbolStrokeWidth: 0,
              columnPadding: legendGap,
              offset: 6,
              padding: 0,
            },
          },
        },
      },
      {
        mark: { type: 'text', baseline: 'middle', fontSize: 11 },
        encoding: {
          y: place.y,
          x: { field: 'middle', type: 'quantitative', scale },
          text: { field: 'text' },
          color: { field: 'ink', type: 'nominal', scale: null },
        },
      },
    ],
    resolve: { scale: { color: 'independent' } },
  };
}

/** Whole steps of the scale, or half steps if there is room. */
function listTicks([from, to]: readonly [number, number]): number[] {
  const step = to - from <= 2 ? 0.5 : Math.ceil((to - from) / 5);
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}

/** The values with their labels if the legend has room for them, otherwise without. */
function nameValues({ values, labels }: RatingsFigure, width: number): string[] {
  const named = values.map((value, index) => (labels[index] === undefined ? value : `${value} ${labels[index]}`));
  return legendWidth(named) <= width ? named : [...values];
}

function legendWidth(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + name.length * 6.8 + 16 + legendGap, -legendGap);
}
