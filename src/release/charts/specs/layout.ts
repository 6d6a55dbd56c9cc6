import type { TopLevelSpec } from 'vega-lite';
import { wrapWords } from '../../../lib/text/wrap-words.ts';
import type { ChartTheme } from '../../../lib/charts/theme.ts';
import type { Estimate } from '../../../lib/text/numbers.ts';
import type { Chart } from '../chart.ts';

/** A view within a chart. */
export type Unit = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];
/** How the axis of a column is marked. */
export interface Axis {
  format: string;
  tickCount?: number;
  values?: number[];
}

export type View = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number];

/** Width in px between the paddings of a chart. With padding, every chart is 800 px wide. */
export const contentWidth = 768;

/** Space between adjacent columns, in px. */
export const columnGap = 14;

/** The properties that all charts share. */
export function frame({ title, subtitle, alt }: Chart): Pick<TopLevelSpec, '$schema' | 'description' | 'title'> {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description: alt,
    title: { text: wrapWords(title, 88), subtitle: wrapWords(subtitle, 125) },
  };
}

/** A chart with columns side by side, like a table. */
export function tableChart(chart: Chart, columns: View[]): TopLevelSpec {
  return {
    ...frame(chart),
    spacing: columnGap,
    bounds: 'flush',
    hconcat: columns,
    resolve: { scale: { y: 'independent', x: 'independent', color: 'independent' } },
  };
}

/** One line of a chart that reads like a table. */
export interface TableRow {
  label: string;
  isHeading?: boolean;
}

export interface RowPlace {
  /** Row height in px. */
  step: number;
  /** Rows by position, from the top. */
  y: {
    field: 'place';
    type: 'ordinal';
    axis: null;
    scale: { type: 'band'; domain: number[]; paddingInner: number; paddingOuter: number };
  };
}

/** Gives more room to few rows. */
export function placeRows(count: number): RowPlace {
  const domain = Array.from({ length: count }, (_, place) => place);
  return {
    step: count <= 6 ? 32 : 24,
    y: {
      field: 'place',
      type: 'ordinal',
      axis: null,
      scale: { type: 'band', domain, paddingInner: 0.3, paddingOuter: 0.15 },
    },
  };
}

export interface Column {
  theme: ChartTheme;
  /** In px. */
  width: number;
}

/** Room for the longest label, within bounds. */
export function labelWidth(rows: readonly TableRow[]): number {
  const longest = Math.max(...rows.map(({ label }) => label.length));
  return Math.min(190, Math.max(64, Math.round(longest * 6.8)));
}

/** The column with the row names. */
export function labelColumn(rows: readonly TableRow[], { step, y }: RowPlace, theme: ChartTheme): View {
  const width = labelWidth(rows);
  return {
    width,
    height: { step },
    data: { values: rows.map(({ label, isHeading = false }, place) => ({ place, label, isHeading })) },
    mark: { type: 'text', align: 'left', baseline: 'middle', limit: width, color: theme.text },
    encoding: {
      y,
      x: { value: 0 },
      text: { field: 'label' },
      color: { condition: { test: 'datum.isHeading', value: theme.mutedText }, value: theme.text },
    },
  };
}

/** A column of figures, right-aligned under their header. */
export function figureColumn(
  header: string,
  cells: readonly string[],
  { step, y }: RowPlace,
  { theme, width }: Column,
): View {
  return {
    width,
    height: { step },
    data: { values: cells.map((text, place) => ({ place, text })) },
    layer: [
      columnHeader(header, { theme, width }, 'right'),
      {
        mark: { type: 'text', align: 'right', baseline: 'middle', color: theme.text },
        encoding: { y, x: { value: width }, text: { field: 'text' } },
      },
    ],
  };
}

/** A column of bars from 0, with figures at their ends. */
export function barColumn(
  header: string,
  bars: readonly { value: number; text: string }[],
  { step, y }: RowPlace,
  { theme, width }: Column,
): View {
  const figureWidth = 56;
  const most = Math.max(...bars.map(({ value }) => value));
  const scale = { domain: [0, (most * width) / (width - figureWidth)], nice: false };
  const x = { field: 'value', type: 'quantitative', scale, axis: null } as const;
  return {
    width,
    height: { step },
    data: { values: bars.map(({ value, text }, place) => ({ place, value, text })) },
    layer: [
      columnHeader(header, { theme, width }, 'left'),
      { mark: { type: 'bar', color: theme.accent }, encoding: { y, x } },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6, color: theme.text },
        encoding: { y, x, text: { field: 'text' } },
      },
    ],
  };
}

/** Offset of a column's header from its rows, in px. */
const headerPlace = -12;

/** A line of text above a column, at the same height for all columns of a chart. */
export function columnHeader(header: string, { theme, width }: Column, align: 'left' | 'right'): Unit {
  return {
    data: { values: [{ header }] },
    mark: { type: 'text', align, baseline: 'middle', color: theme.mutedText },
    encoding: {
      x: { value: align === 'left' ? 0 : width },
      y: { value: headerPlace },
      text: { field: 'header' },
    },
  };
}

/** What a column of estimates shows. */
export interface EstimateColumn {
  header: string;
  rows: readonly Partial<Estimate>[];
  /** Ends of the axis. */
  domain: readonly [number, number];
  /** Value to compare the others with; null = none. */
  reference: number | null;
  axis: Axis;
}

/** A column of dots with whiskers for their intervals. */
export function estimateColumn(
  { header, rows, domain, reference, axis }: EstimateColumn,
  { step, y }: RowPlace,
  { theme, width }: Column,
): View {
  const scale = { domain: [...domain], nice: false, zero: false, clamp: true };
  return {
    width,
    height: { step },
    data: {
      values: rows.map(({ value = null, low = null, high = null }, place) => ({ place, value, low, high })),
    },
    layer: [
      columnHeader(header, { theme, width }, 'left'),
      ...(reference === null ? [] : [referenceLine(reference, 'x', theme)]),
      {
        mark: { type: 'rule', color: theme.accent, strokeWidth: 2, strokeCap: 'round' },
        transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }],
        encoding: { y, x: { field: 'low', type: 'quantitative', scale, title: null }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', size: 80, color: theme.accent },
        transform: [{ filter: 'isValid(datum.value)' }],
        encoding: { y, x: { field: 'value', type: 'quantitative', scale, title: null } },
      },
    ],
    encoding: { x: { axis: { ...axis, title: null } } },
  };
}

/** A vertical or horizontal line at a value to compare the others with. */
export function referenceLine(value: number, channel: 'x' | 'y', theme: ChartTheme): Unit {
  return {
    data: { values: [{ at: value }] },
    mark: { type: 'rule', color: theme.mutedText, strokeWidth: 1 },
    encoding: { [channel]: { field: 'at', type: 'quantitative' } },
  };
}
