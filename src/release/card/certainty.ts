import { markdownTable } from './markdown.ts';
import type { ReleasedPrompt } from '../tables/released-prompts.ts';
import { showCount, showFigure } from '../../lib/text/numbers.ts';

/** Ranges of answer counts that share a row of the table, ascending. */
const rows: readonly (readonly [from: number, to: number])[] = [
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 5],
  [6, 9],
  [10, Number.POSITIVE_INFINITY],
];

/** The width of intervals by number of answers; null if there are none. */
export function renderCertainty(prompts: readonly ReleasedPrompt[]): string | null {
  const cells = rows.flatMap(([from, to]) => {
    const own = prompts.filter(({ item: { answers } }) => answers >= from && answers <= to);
    const width = medianWidth(own);
    if (width === null) return [];
    const label = from === to ? String(from) : Number.isFinite(to) ? `${from} to ${to}` : `${from} or more`;
    return [[label, showCount(own.length), showFigure(width)]];
  });
  if (cells.length === 0) return null;
  return markdownTable(['Answers', 'Prompts', 'Median width of the 95 % interval'], cells);
}

/** Median width of the prompts' 95 % intervals, in steps of the scale; null if none has one. */
export function medianWidth(prompts: readonly ReleasedPrompt[]): number | null {
  const widths = prompts
    .flatMap(({ item: { scoreLow, scoreHigh } }) =>
      scoreLow === null || scoreHigh === null ? [] : [scoreHigh - scoreLow],
    )
    .toSorted((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? null;
}
