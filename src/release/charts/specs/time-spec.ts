import type { TopLevelSpec } from 'vega-lite';
import type { ChartTheme } from '../../../lib/charts/theme.ts';
import type { Chart, TimeFigure, TimeUnit } from '../chart.ts';
import { contentWidth, frame } from './layout.ts';

const height = 220;
const leftAxis = 60;

/** About how many labels fit side by side below the bars. */
const mostLabels = 8;

const titles = { day: 'Day (UTC)', week: 'Week', month: 'Month' } satisfies Record<TimeUnit, string>;

/** One bar per day, week or month. Periods without answers stay empty. */
export function specifyTime(chart: Chart, { unit, periods }: TimeFigure, theme: ChartTheme): TopLevelSpec {
  const every = Math.ceil(periods.length / mostLabels);
  const bars = periods.map(({ start, end, answers }) => {
    const gap = (end - start) * 0.08;
    return { start: start + gap, end: end - gap, answers };
  });
  const labelled = periods.filter((_, index) => index % every === 0).map(({ start, end }) => (start + end) / 2);
  const [first, end] = [periods[0]?.start ?? 0, periods.at(-1)?.end ?? 1];
  // Labels are centred below their bars and name the day on which the bars start.
  const labelShift = ((periods[0]?.end ?? 0) - first) / 2;
  return {
    ...frame(chart),
    width: contentWidth - leftAxis,
    height,
    data: { values: bars },
    mark: { type: 'rect', color: theme.accent, strokeWidth: 0 },
    encoding: {
      x: {
        field: 'start',
        type: 'quantitative',
        scale: { domain: [first, end], nice: false, zero: false },
        axis: {
          title: `${titles[unit]}, from ${showDay(first)} to ${showDay(end - 1)}`,
          grid: false,
          values: labelled,
          labelExpr: `utcFormat(datum.value - ${labelShift}, '${unit === 'month' ? '%b %Y' : '%-d %b'}')`,
        },
      },
      x2: { field: 'end' },
      y: {
        field: 'answers',
        type: 'quantitative',
        axis: { title: 'Answers', tickCount: 5, format: ',d', tickMinStep: 1, minExtent: leftAxis - 20 },
      },
      y2: { datum: 0 },
    },
  };
}

function showDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
