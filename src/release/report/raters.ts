import type { RankedRater } from '../../model.ts';
import { showCount, showEstimate, showFigure, showSeconds } from '../../lib/text/numbers.ts';
import { markdownTable, plainText } from '../card/markdown.ts';

/** Rows shown at once, and rows in total. The most active raters come first. */
const openRows = 15;
const mostRows = 500;

/** Raters as Markdown blocks: an explanation, then the table, which can be expanded. */
export function renderRaterTable(raters: readonly RankedRater[]): string[] {
  if (raters.length === 0) return [];
  const shown = raters.slice(0, mostRows);
  const rest = shown.slice(openRows);
  const missing = raters.length - shown.length;
  return [
    explanation,
    renderRows(shown.slice(0, openRows)),
    ...(rest.length === 0
      ? []
      : [
          `<details><summary>${showCount(rest.length)} more raters</summary>`,
          renderRows(rest),
          ...(missing === 0 ? [] : [`${showCount(missing)} raters with fewer answers are left out.`]),
          '</details>',
        ]),
  ];
}

function renderRows(raters: readonly RankedRater[]): string {
  const header = [
    'Rater',
    'Answers',
    'Mean',
    'Severity',
    'Discrimination',
    'Consistency',
    'Agreement',
    'Pace',
    'Flags',
  ];
  const rows = raters.map((rater) => [
    plainText(rater.rater, 40),
    showCount(rater.answers),
    showFigure(rater.mean),
    showEstimate({ value: rater.severity, low: rater.severityLow, high: rater.severityHigh }),
    showEstimate({ value: rater.discrimination, low: rater.discriminationLow, high: rater.discriminationHigh }),
    showEstimate({ value: rater.consistency, low: rater.consistencyLow, high: rater.consistencyHigh }),
    showFigure(rater.agreement),
    showSeconds(rater.paceSeconds),
    rater.flags.join(', '),
  ]);
  return markdownTable(header, rows);
}

const explanation = [
  'Severity is how much lower than an average rater they rate the same prompts; positive is stricter. Discrimination is how',
  'much their answers follow the quality: 1 is usual, 0 is not at all. Consistency is the correlation with the mean of the',
  'others on the same prompts, agreement the share of equal pairs, pace the median time to the next answer. In brackets 95 % intervals. Flags: `careless` when the',
  'consistency is surely below half of the median; `constant` for ten or more answers, all equal; `copies` for too many',
  'answers equal to those of another rater. A flag removes nobody.',
].join('\n');
