import { fitText } from './fit-text.ts';
import type { TerminalStyle } from './style.ts';
import { textWidth } from './text-width.ts';

export interface TerminalChartRow {
  label: string;
  /** null = nothing to draw. */
  value: number | null;
  /** Ends of its interval; null or missing if it can't be estimated. */
  low?: number | null;
  high?: number | null;
  /** Shown in columns to the right of the drawing, aligned right. */
  notes: readonly string[];
}

/** Horizontal bars from the lower end of the axis, or dots with the whiskers of their intervals. */
export interface TerminalChart {
  title: string;
  mark: 'bar' | 'dot';
  rows: readonly TerminalChartRow[];
  /** Ends of the axis; if missing, the range of the rows, which includes 0 for bars. */
  domain?: readonly [from: number, to: number];
  /** Labels of the axis at its ends; if missing, there is no axis below the rows. */
  axis?: (value: number) => string;
}

const gap = '  ';
const narrowestDrawing = 10;

/** A chart as lines that fit the terminal's width. Labels from outside are made harmless and cut. */
export function renderTerminalChart(chart: TerminalChart, style: TerminalStyle): string {
  const { rows, axis } = chart;
  const columns = Math.max(0, ...rows.map(({ notes }) => notes.length));
  const noteWidths = Array.from({ length: columns }, (_, column) =>
    widest(rows.map(({ notes }) => notes[column] ?? '')),
  );
  const notesWidth = noteWidths.reduce((sum, width) => sum + gap.length + width, 0);
  const labels = cutLabels(chart, style, notesWidth);
  const labelWidth = widest(labels);
  const width = Math.max(narrowestDrawing, style.width - labelWidth - gap.length - notesWidth);
  const scale = makeScale(chart, width);
  const lines = rows.map((row, index) => {
    const drawing = chart.mark === 'bar' ? drawBar(row, scale, style) : drawDot(row, scale, style);
    const notes = noteWidths.map((noteWidth, column) => gap + pad(row.notes[column] ?? '', noteWidth, 'right'));
    return `${pad(labels[index] ?? '', labelWidth)}${gap}${drawing}${notes.join('')}`.trimEnd();
  });
  const ends = axis === undefined ? [] : [`${' '.repeat(labelWidth)}${gap}${drawEnds(scale, axis, style)}`];
  return [style.paint.bold(fitText(chart.title, style.width, style)), ...lines, ...ends].join('\n');
}

interface Scale {
  from: number;
  to: number;
  /** Columns of the drawing. */
  width: number;
}

/** Labels get at most a third of the line, and less if notes and drawing need the room. */
function cutLabels({ rows }: TerminalChart, style: TerminalStyle, notesWidth: number): string[] {
  const free = style.width - notesWidth - gap.length;
  const most = Math.max(6, Math.min(Math.floor(style.width / 3), free - narrowestDrawing));
  return rows.map(({ label }) => fitText(label, most, style));
}

function makeScale({ rows, domain, mark }: TerminalChart, width: number): Scale {
  const values = rows.flatMap(({ value, low, high }) => [value, low ?? null, high ?? null]).filter((v) => v !== null);
  const [from, to] = domain ?? [
    mark === 'bar' ? Math.min(0, ...values) : values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), mark === 'bar' ? 0 : Number.NEGATIVE_INFINITY),
  ];
  return { from, to, width };
}

/** The position of a value: 0 = the left end, 1 = the right end. */
function shareOf(value: number, { from, to }: Scale): number {
  if (!(to > from)) return value > from ? 1 : 0;
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Eighths of a column. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

function drawBar({ value }: TerminalChartRow, scale: Scale, { unicode, paint }: TerminalStyle): string {
  if (value === null) return ' '.repeat(scale.width);
  const share = shareOf(value, scale);
  const units = Math.round(share * scale.width * 8);
  // A small value must still look different from none.
  const shown = share > 0 ? Math.max(units, 1) : 0;
  const bar = unicode
    ? '█'.repeat(Math.floor(shown / 8)) + (eighths[shown % 8] ?? '')
    : '#'.repeat(share > 0 ? Math.max(1, Math.round(units / 8)) : 0);
  return paint.blue(pad(bar, scale.width));
}

const marks = {
  unicode: { dot: '●', line: '─', low: '├', high: '┤' },
  ascii: { dot: 'o', line: '-', low: '|', high: '|' },
} as const;

function drawDot({ value, low, high }: TerminalChartRow, scale: Scale, { unicode, paint }: TerminalStyle): string {
  const { dot, line, low: lowEnd, high: highEnd } = unicode ? marks.unicode : marks.ascii;
  const at = (number: number): number => Math.round(shareOf(number, scale) * (scale.width - 1));
  const cells = Array.from({ length: scale.width }, () => ' ');
  if (low != null && high != null) {
    cells.fill(line, at(low), at(high) + 1);
    cells[at(low)] = lowEnd;
    cells[at(high)] = highEnd;
  }
  if (value !== null) cells[at(value)] = dot;
  return paint.blue(cells.join(''));
}

function drawEnds({ from, to, width }: Scale, axis: (value: number) => string, { paint }: TerminalStyle): string {
  const [left, right] = [axis(from), axis(to)];
  const space = width - textWidth(left) - textWidth(right);
  return paint.dim(space < 1 ? left : left + ' '.repeat(space) + right);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);
}

function pad(text: string, width: number, flush: 'left' | 'right' = 'left'): string {
  const padding = ' '.repeat(Math.max(0, width - textWidth(text)));
  return flush === 'right' ? padding + text : text + padding;
}
