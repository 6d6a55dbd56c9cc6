import type { Estimate } from '../../lib/text/numbers.ts';
/** File names of the charts, in the order in which they are shown. */
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

/** A chart before it is drawn: what it shows in words and as a table, and what there is to draw. All text is printable. */
export interface Chart {
  name: ChartName;
  /** States what is seen. */
  title: string;
  /** How to read it, and what is left out. */
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

/** Means of groups with their intervals, and how often each value was given. */
export interface RatingsFigure {
  type: 'ratings';
  /** The scale, ascending, and what its values mean: as many, or none. */
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
  /** Of each value, adding up to 1. */
  shares: readonly number[];
}

export interface AgreementFigure {
  type: 'agreement';
  domain: readonly [number, number];
  sections: readonly { heading: string; rows: readonly AgreementRow[] }[];
}

export interface AgreementRow extends Estimate {
  label: string;
  /** On prompts with two or more. */
  answers: number;
}

export interface SeverityFigure {
  type: 'severity';
  /** From the most lenient to the strictest; `isDistinct` = the interval leaves 0 out. */
  raters: readonly (Estimate & { value: number; isDistinct: boolean })[];
  /** Raters from one severity to before another. */
  bins: readonly { from: number; to: number; raters: number }[];
}

export interface ParticipationFigure {
  type: 'participation';
  /** Raters by how much they gave, least first, and all that they gave. */
  bands: readonly { label: string; raters: number; answers: number }[];
}

export interface TimeFigure {
  type: 'time';
  unit: TimeUnit;
  /** Every one from the first to the last, also those without an answer; `start` in ms, UTC. */
  periods: readonly { start: number; end: number; label: string; answers: number }[];
}

export type TimeUnit = 'day' | 'week' | 'month';
