import { markdownTable } from './markdown.ts';
import type { ReleasedPrompt } from '../tables/released-prompts.ts';
import { showCount, showFigure } from '../../lib/text/numbers.ts';

/** Numbers of answers that share a row of the table, from the fewest. */
const rows: readonly (readonly [from: number, to: number])[] = [
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 5],
  [6, 9],
  [10, Number.POSITIVE_INFINITY],
];

/** How wide intervals are, by the answers they rest on; null where there are none. */
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

/** Of the prompts' 95 % intervals, in steps of the scale; null where none has one. */
export function medianWidth(prompts: readonly ReleasedPrompt[]): number | null {
  const widths = prompts
    .flatMap(({ item: { scoreLow, scoreHigh } }) =>
      scoreLow === null || scoreHigh === null ? [] : [scoreHigh - scoreLow],
    )
    .toSorted((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? null;
}
