import { printable } from '../../lib/text/text.ts';
import type { Grouping, RatingSummary, ValueSummary } from '../../model.ts';
import type { Chart, ChartName, RatingsFigure, RatingsRow } from './chart.ts';
import { showCount, showEstimate, showFigure, showShare } from '../../lib/text/numbers.ts';

/** With more rows, a chart is hard to read. */
const mostRows = 20;

interface Group {
  group: string;
  summary: ValueSummary;
}

/** Mean ratings by kind, or over all prompts if there is only one kind; null without ratings. */
export function chartRatingsByKind(summary: RatingSummary, labels: readonly string[]): Chart | null {
  const kinds = groupsBy(summary, 'kind');
  if (summary.overall === null) return null;
  const all = { group: 'all prompts', summary: summary.overall };
  const groups = kinds.length < 2 ? [all] : [...kinds, all];
  const title =
    kinds.length < 2
      ? `The mean rating is ${showFigure(summary.overall.mean)}`
      : `Mean rating by kind: ${kinds.map((kind) => `${kind.group} ${showFigure(kind.summary.mean)}`).join(', ')}`;
  return toChart('ratings-by-kind', { summary, labels, groups, title, column: 'Kind', note: '' });
}

/** Mean ratings by source, best first; null with fewer than two sources. */
export function chartRatingsBySource(summary: RatingSummary, labels: readonly string[]): Chart | null {
  const sources = groupsBy(summary, 'source').toSorted((a, b) => b.summary.mean - a.summary.mean);
  const largest = sources.toSorted((a, b) => b.summary.items - a.summary.items).slice(0, mostRows);
  const groups = sources.filter((source) => largest.includes(source));
  const [best, worst] = [groups[0], groups.at(-1)];
  if (best === undefined || worst === undefined || sources.length < 2) return null;
  const title = `Mean ratings go from ${nameMean(worst)} to ${nameMean(best)}`;
  const note = sources.length > mostRows ? `The ${mostRows} of ${sources.length} sources with most prompts. ` : '';
  const chart = toChart('ratings-by-source', { summary, labels, groups, title, column: 'Source', note });
  return { ...chart, table: renderTable(summary, labels, sources, 'Source') };
}

/** Mean ratings by length; null with fewer than two length groups. */
export function chartRatingsByLength(summary: RatingSummary, labels: readonly string[]): Chart | null {
  const lengths = groupsBy(summary, 'length');
  const [shortest, longest] = [lengths[0], lengths.at(-1)];
  if (shortest === undefined || longest === undefined || lengths.length < 2) return null;
  const title = `Mean rating from the shortest prompts to the longest: ${showFigure(shortest.summary.mean)} to ${showFigure(longest.summary.mean)}`;
  const note = 'Prompts in groups of about the same size, by characters. ';
  return toChart('ratings-by-length', { summary, labels, groups: lengths, title, column: 'Length', note });
}

function groupsBy({ groups }: RatingSummary, by: Grouping['by']): Group[] {
  return groups.filter((group) => group.by === by);
}

function nameMean({ group, summary }: Group): string {
  return `${showFigure(summary.mean)} (${showName(group)})`;
}

interface Parts {
  summary: RatingSummary;
  labels: readonly string[];
  groups: readonly Group[];
  title: string;
  column: string;
  note: string;
}

function toChart(name: ChartName, { summary, labels, groups, title, column, note }: Parts): Chart {
  const rows = groups.map(toRow);
  const means = groups.map(
    ({ group, summary: own }) => `${showName(group)} ${showEstimate({ ...own, value: own.mean })}`,
  );
  const overall = showFigure(summary.overall?.mean ?? null);
  const isCompared = rows.length > 1;
  return {
    name,
    title,
    subtitle: `${note}Mean with its 95 % interval${isCompared ? `; the line is the mean of all answers, ${overall}` : ''}. Share of each rating${explainEnds(summary.scale, labels)}, in per cent.`,
    alt: `Mean rating with 95 % interval: ${shorten(means)}. All answers: ${overall}.`,
    table: renderTable(summary, labels, groups, column),
    figure: {
      type: 'ratings',
      values: summary.scale.map(String),
      labels: labels.length === summary.scale.length ? labels.map((label) => printable(label, 20)) : [],
      domain: chooseDomain(rows, summary.scale),
      reference: summary.overall?.mean ?? 0,
      rows,
    },
  };
}

function explainEnds(scale: readonly number[], labels: readonly string[]): string {
  const [first, last] = [labels[0], labels.at(-1)];
  if (first === undefined || last === undefined || labels.length !== scale.length) return '';
  return ` (${scale[0]} = ${showName(first)}, ${scale.at(-1)} = ${showName(last)})`;
}

/** Shows only the ends of a long list, which matter most; the table has all of them. */
function shorten(means: readonly string[]): string {
  if (means.length <= 5) return means.join(', ');
  return `${means.slice(0, 2).join(', ')} … ${means.slice(-2).join(', ')}`;
}

function toRow({ group, summary: { mean, low, high, items, answers, counts } }: Group): RatingsRow {
  return {
    label: printable(group, 60),
    value: mean,
    low,
    high,
    items,
    answers,
    shares: counts.map((n) => n / answers),
  };
}

function renderTable(
  { scale }: RatingSummary,
  labels: readonly string[],
  groups: readonly Group[],
  column: string,
): Chart['table'] {
  const values = scale.map((value, index) =>
    labels[index] === undefined ? `${value}` : `${value} ${printable(labels[index])}`,
  );
  return {
    header: [column, 'Prompts', 'Answers', 'Mean (95 %)', ...values],
    rows: groups.map(({ group, summary: own }) => [
      printable(group),
      showCount(own.items),
      showCount(own.answers),
      showEstimate({ ...own, value: own.mean }),
      ...own.counts.map((count) => `${showCount(count)} (${showShare(count / own.answers)})`),
    ]),
  };
}

/** Spans the intervals, rounded outwards to half steps: at least one step, and within the scale. */
function chooseDomain(rows: RatingsFigure['rows'], scale: readonly number[]): [number, number] {
  const [least, most] = [scale[0] ?? 0, scale.at(-1) ?? 1];
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const from = Math.max(least, Math.floor(Math.min(...ends) * 2 - 0.2) / 2);
  const to = Math.min(most, Math.ceil(Math.max(...ends) * 2 + 0.2) / 2);
  if (to - from >= 1) return [from, to];
  return from + 1 <= most ? [from, from + 1] : [most - 1, most];
}

/** A foreign name inside a sentence. */
function showName(name: string): string {
  return printable(name, 28);
}
