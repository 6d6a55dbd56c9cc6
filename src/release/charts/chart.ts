import type { Estimate } from '../../lib/text/numbers.ts';
/** File names of the charts, in display order. */
export const chartNames = [
  'ratings-by-kind',
  'ratings-by-source',
  'ratings-by-length',
  'agreement',
  'rater-severity',
  'participation',
  'answers-over-time',
] as const;

export type ChartName = (typeof chartNames)[number];

/** A chart before it is drawn: its content in words, as a table, and as data to draw. All text is printable. */
export interface Chart {
  name: ChartName;
  /** States what the chart shows. */
  title: string;
  /** How to read the chart, and what it leaves out. */
  subtitle: string;
  /** The main numbers in one or two sentences. */
  alt: string;
  table: ChartTable;
  figure: Figure;
}

export interface ChartTable {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

export type Figure = RatingsFigure | AgreementFigure | SeverityFigure | ParticipationFigure | TimeFigure;

/** Means of groups with their intervals, and the shares of each value. */
export interface RatingsFigure {
  type: 'ratings';
  /** The scale, ascending, and the labels of its values: one per value, or none. */
  values: readonly string[];
  labels: readonly string[];
  /** Ends of the axis of means. */
  domain: readonly [number, number];
  /** Mean of all answers. */
  reference: number;
  rows: readonly RatingsRow[];
}

export interface RatingsRow extends Estimate {
  label: string;
  value: number;
  items: number;
  answers: number;
  /** Share of each value; they add up to 1. */
  shares: readonly number[];
}

export interface AgreementFigure {
  type: 'agreement';
  domain: readonly [number, number];
  sections: readonly { heading: string; rows: readonly AgreementRow[] }[];
}

export interface AgreementRow extends Estimate {
  label: string;
  /** Answers to prompts with at least two. */
  answers: number;
}

export interface SeverityFigure {
  type: 'severity';
  /** Most lenient first. `isDistinct` = the interval excludes 0. */
  raters: readonly (Estimate & { value: number; isDistinct: boolean })[];
  /** Number of raters with a severity from `from` to before `to`. */
  bins: readonly { from: number; to: number; raters: number }[];
}

export interface ParticipationFigure {
  type: 'participation';
  /** Raters grouped by number of answers, fewest first, and the answers of each group. */
  bands: readonly { label: string; raters: number; answers: number }[];
}

export interface TimeFigure {
  type: 'time';
  unit: TimeUnit;
  /** Every period from the first to the last, including empty ones. `start` and `end` in ms, UTC. */
  periods: readonly { start: number; end: number; label: string; answers: number }[];
}

export type TimeUnit = 'day' | 'week' | 'month';
