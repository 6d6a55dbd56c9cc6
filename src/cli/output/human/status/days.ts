import type { AnswerDay } from '../../../../campaign/status/answer-days.ts';
import { countOf, showCount } from '../../../../lib/text/numbers.ts';
import type { TerminalStyle } from '../../../terminal/style.ts';
import { wrapText } from '../../../terminal/wrap.ts';

/** Levels from little to much; the first means none. */
const levels = {
  unicode: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  ascii: [' ', '.', ':', '-', '=', '+', '*', '%', '#'],
};

/** Answers per day as a line of small bars over the days of the month. */
export function renderAnswerDays(days: readonly AnswerDay[], { width, unicode, paint }: TerminalStyle): string {
  const most = days.reduce((best, day) => (day.answers > best.answers ? day : best));
  const last = days.at(-1) ?? most;
  const marks = unicode ? levels.unicode : levels.ascii;
  const bars = days.map(({ answers }) => {
    const level = answers === 0 ? 0 : Math.max(1, Math.round((answers / most.answers) * (marks.length - 1)));
    return (marks[level] ?? ' ').repeat(2);
  });
  const peak = most.answers === 0 ? 'none' : `most ${showCount(most.answers)} on ${most.day}`;
  return [
    paint.bold(wrapText(`Answers a day, the last ${days.length} days (UTC)`, width)),
    paint.blue(bars.join(' ').trimEnd()),
    paint.dim(days.map(({ day }) => day.slice(8)).join(' ')),
    wrapText(`${peak}; ${showCount(last.answers)} on ${last.day} so far, by ${countOf(last.raters, 'rater')}.`, width),
  ].join('\n');
}
