import type { StatusResult } from '../../../../campaign/status.ts';
import { countOf, showCount } from '../../../../lib/text/numbers.ts';
import { fitText } from '../../../terminal/fit-text.ts';
import { renderTable } from '../table.ts';
import type { TerminalStyle } from '../../../terminal/style.ts';
import { wrapText } from '../../../terminal/wrap.ts';
import { showTime } from '../../../../lib/time.ts';

const mostShown = 10;

/** The raters with the most answers that count, and how many answers don't count. */
export function renderLeaderboard({ leaderboard, uncounted }: StatusResult, style: TerminalStyle): string {
  // A narrow terminal has room for rank, name, one number and the time.
  const isNarrow = style.width < 72;
  const nameWidth = Math.max(10, Math.min(40, style.width - (isNarrow ? 37 : 48)));
  const rows = leaderboard
    .slice(0, mostShown)
    .map(({ rater, answers, discarded, lastAnswerAt }, index) => [
      String(index + 1),
      fitText(rater, nameWidth, style),
      showCount(answers),
      ...(isNarrow ? [] : [showCount(discarded)]),
      showTime(lastAnswerAt),
    ]);
  const more = leaderboard.length - mostShown;
  const left = [
    [uncounted.discarded, 'discarded'],
    [uncounted.drafts, 'only drafted'],
    [uncounted.withoutValue, 'without a value'],
    [uncounted.elsewhere, 'to other texts'],
  ] as const;
  const not = left.filter(([count]) => count > 0).map(([count, what]) => `${showCount(count)} ${what}`);
  return [
    renderTable(['', 'rater', 'answers', ...(isNarrow ? [] : ['discarded']), 'last answer'], rows),
    ...(more > 0 ? [`and ${countOf(more, 'more rater')}`] : []),
    wrapText(
      `Submitted answers on the campaign's prompts count${not.length === 0 ? '' : `; left out: ${not.join(', ')}`}.`,
      style.width,
    ),
  ].join('\n');
}
