import { countOf, showCount } from '../../lib/text/numbers.ts';
import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { printable } from '../../lib/text/text.ts';
import type { Leaderboard } from './make-leaderboard.ts';
import { renderBar } from './progress-bar.ts';

/** The raters with the most answers, as HTML; empty if nobody is listed. */
export function renderLeaderboard(leaderboard: Leaderboard | null): string {
  if (leaderboard === null || leaderboard.rows.length === 0) return '';
  const { rows, others } = leaderboard;
  const most = rows[0]?.answers ?? 1;
  return [
    `<ol class="leaders">${rows
      .map(
        ({ place, rater, answers }) =>
          `<li><span class="rank">${place}</span><bdi class="name">${escapeXml(printable(rater, 60))}</bdi>` +
          `<b>${showCount(answers)}</b>${renderBar('thin', [{ share: answers / most, className: 'fill part-all' }])}</li>`,
      )
      .join('')}</ol>`,
    `<p class="muted">By submitted answers.${others === 0 ? '' : ` Thanks also to ${countOf(others, 'more rater')}, who ${others === 1 ? 'is' : 'are'} counted everywhere on this page.`}</p>`,
  ].join('\n');
}
