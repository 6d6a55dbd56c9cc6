import type { TopLevelSpec } from 'vega-lite';
import type { ChartTheme } from '../../../lib/charts/theme.ts';
import type { Chart, SeverityFigure } from '../chart.ts';
import { contentWidth, frame, referenceLine } from './layout.ts';

const height = 260;
const leftAxis = 52;

/** One dot with a whisker per rater, ordered by severity. */
export function specifySeverity(chart: Chart, { raters }: SeverityFigure, theme: ChartTheme): TopLevelSpec {
  const isMany = raters.length > 60;
  const dotColor = { condition: { test: 'datum.isDistinct', value: theme.accent }, value: theme.mutedText };
  const color = { condition: { test: 'datum.isDistinct', value: theme.accent }, value: theme.muted };
  return {
    ...frame(chart),
    width: contentWidth - leftAxis,
    height,
    data: {
      values: raters.map(({ value, low, high, isDistinct }, place) => ({ place, value, low, high, isDistinct })),
    },
    layer: [
      referenceLine(0, 'y', theme),
      {
        mark: { type: 'rule', strokeWidth: isMany ? 1 : 2, strokeCap: 'round' },
        transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }],
        encoding: {
          x: {
            field: 'place',
            type: 'quantitative',
            scale: { domain: [-0.5, raters.length - 0.5], nice: false, zero: false },
            axis: { labels: false, grid: false, title: 'Raters, from the most lenient to the strictest' },
          },
          y: {
            field: 'low',
            type: 'quantitative',
            axis: { title: 'Severity, in steps of the scale', tickCount: 6, minExtent: leftAxis - 20, format: '~' },
          },
          y2: { field: 'high' },
          color,
        },
      },
      {
        mark: { type: 'point', size: isMany ? 9 : 70 },
        encoding: {
          x: { field: 'place', type: 'quantitative' },
          y: { field: 'value', type: 'quantitative' },
          color: dotColor,
        },
      },
    ],
  };
}
