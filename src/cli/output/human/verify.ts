import type { Difference, ReleaseDifference, VerifyResult } from '../../../campaign/verify.ts';
import { groupBy } from '../../../lib/group-by.ts';
import { countOf, showCount, showFigure, showRange } from '../../../lib/text/numbers.ts';
import { printable } from '../../../lib/text/text.ts';

/** Differences shown of each file. */
const shown = 5;

/** `same`, or the first differences of each file. */
export function renderVerified(result: VerifyResult): string {
  const { changes } = result;
  return [renderComparison(result), ...(changes === null ? [] : [renderNews(changes)])].join('\n\n');
}

function renderNews({ added, removed, answered, moved }: ReleaseDifference): string {
  const lines = moved
    .slice(0, shown)
    .map(({ id, from, to }) => `  ${printable(id, 40)}: ${figures(from)} → ${figures(to)}`);
  const rest = moved.length - shown;
  return [
    `Since the other release: ${countOf(added.length, 'prompt')} came, ${showCount(removed.length)} went, ${showCount(answered.length)} ${answered.length === 1 ? 'has' : 'have'} other answers, ${showCount(moved.length)} moved beyond ${moved.length === 1 ? 'its' : 'their'} earlier interval.`,
    ...lines,
    ...(rest > 0 ? [`  and ${showCount(rest)} more`] : []),
  ].join('\n');
}

function figures({ rank, score, scoreLow, scoreHigh }: ReleaseDifference['moved'][number]['from']): string {
  const interval = scoreLow === null || scoreHigh === null ? '' : ` (${showRange(scoreLow, scoreHigh)})`;
  return `rank ${showCount(rank)}, score ${showFigure(score)}${interval}`;
}

function renderComparison({ same, rows, differences }: VerifyResult): string {
  if (same)
    return `Same: ${countOf(rows, 'prompt')}, and everything that is published about them, as the answers give it.`;
  return [...groupBy(differences, ({ file }) => file)]
    .map(([file, own]) => {
      const rest = own.length - shown;
      return [
        printable(file),
        ...own.slice(0, shown).map((difference) => `  ${describe(difference)}`),
        ...(rest > 0 ? [`  and ${showCount(rest)} more`] : []),
      ].join('\n');
    })
    .join('\n\n');
}

function describe({ id, column, published, computed }: Difference): string {
  const where = [id, column].filter((part) => part !== null).map((part) => printable(part, 60));
  const start = typeof published === 'string' && typeof computed === 'string' ? startOf(published, computed) : 0;
  return `${where.join(', ')}: published ${show(published, start)}, computed ${show(computed, start)}`;
}

/** Long texts are shown from shortly before the first sign that differs. */
function startOf(a: string, b: string): number {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return same > 60 ? same - 20 : 0;
}

function show(value: unknown, start: number): string {
  if (value === null) return 'nothing';
  const isCut = typeof value === 'string' && start > 0;
  return printable(isCut ? `…${JSON.stringify(value.slice(start))}` : JSON.stringify(value), 80);
}
