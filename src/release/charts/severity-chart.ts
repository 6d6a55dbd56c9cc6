import type { RankedRater } from '../../model.ts';
import type { Chart, SeverityFigure } from './chart.ts';
import { countOf, showCount, showFigure, showShare, showRange } from '../../lib/text/numbers.ts';

/** Above this number, raters are thinned out evenly. */
const mostRaters = 400;

/** In steps of the scale. */
const binWidth = 0.25;

/** How strict raters are, without their names; null with fewer than two raters or without a model. */
export function chartSeverity(raters: readonly RankedRater[]): Chart | null {
  const sorted = raters
    .flatMap(({ severity: value, severityLow: low, severityHigh: high }) =>
      value === null ? [] : [{ value, low, high, isDistinct: low !== null && high !== null && (low > 0 || high < 0) }],
    )
    .toSorted((a, b) => a.value - b.value || (a.low ?? 0) - (b.low ?? 0));
  if (sorted.length < 2) return null;
  const distinct = sorted.filter(({ isDistinct }) => isDistinct).length;
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]?.value ?? 0;
  const isMany = sorted.length >= 10;
  const [low, high] = isMany ? [at(0.1), at(0.9)] : [at(0), at(1)];
  const part = isMany ? 'the middle 80 % of raters' : 'the raters';
  const thinned = sorted.length > mostRaters ? ` ${mostRaters} of ${showCount(sorted.length)} raters, evenly.` : '';
  return {
    name: 'rater-severity',
    title: `From lenient to strict, ${part} span ${showFigure(high - low)} steps`,
    subtitle: `How much lower than an average rater each one rates the same prompts, with 95 % intervals; in colour: told from the average.${thinned}`,
    alt:
      `Severity of ${countOf(sorted.length, 'rater')} in steps of the scale, from ${showFigure(at(0))} (most lenient) over a median of ` +
      `${showFigure(at(0.5))} to ${showFigure(at(1))} (strictest). ${showCount(distinct)} can be told from an average rater.`,
    table: renderTable(binRaters(sorted.map(({ value }) => value)), sorted.length),
    figure: { type: 'severity', raters: thin(sorted), bins: binRaters(sorted.map(({ value }) => value)) },
  };
}

function thin<T>(sorted: readonly T[]): T[] {
  if (sorted.length <= mostRaters) return [...sorted];
  const step = (sorted.length - 1) / (mostRaters - 1);
  return Array.from({ length: mostRaters }, (_, index) => sorted[Math.round(index * step)]).filter(
    (row) => row !== undefined,
  );
}

/** Equal bins aligned to 0, wider if there would be too many. */
function binRaters(values: readonly number[]): SeverityFigure['bins'] {
  const span = (values.at(-1) ?? 0) - (values[0] ?? 0);
  const width = binWidth * 2 ** Math.max(0, Math.ceil(Math.log2(span / binWidth / 16)));
  const first = Math.floor((values[0] ?? 0) / width);
  const last = Math.floor((values.at(-1) ?? 0) / width);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const from = (first + index) * width;
    const to = from + width;
    return { from, to, raters: values.filter((value) => value >= from && value < to).length };
  });
}

function renderTable(bins: SeverityFigure['bins'], raters: number): Chart['table'] {
  return {
    header: ['Severity', 'Raters', 'Share'],
    rows: bins.map((bin) => [showRange(bin.from, bin.to), showCount(bin.raters), showShare(bin.raters / raters)]),
  };
}
