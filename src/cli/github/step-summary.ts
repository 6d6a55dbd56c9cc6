import type { AnswerDay } from '../../campaign/status/answer-days.ts';
import type { StatusResult } from '../../campaign/status.ts';
import type { SyncResult } from '../../campaign/sync.ts';
import type { PrankError } from '../../lib/errors.ts';
import { showCount, showFigure } from '../../lib/text/numbers.ts';
import { codeBlock, markdownTable, plainText } from '../../release/card/markdown.ts';

export interface SyncSummary {
  campaign: string;
  result: SyncResult;
  /** null = nothing was changed, so nothing was counted. */
  status: Pick<
    StatusResult,
    'prompts' | 'completed' | 'responses' | 'raters' | 'overlap' | 'agreement' | 'days'
  > | null;
  /** Page of the dataset; null if there is none on the Hub. */
  datasetUrl: string | null;
}

/** The summary of a sync for the page of a run in GitHub Actions, as Markdown. */
export function renderSyncSummary({ campaign, result, status, datasetUrl }: SyncSummary): string {
  const { pull, push, publish, changed } = result;
  const headline = `**prank sync** of ${plainText(campaign)}: ${changed ? 'changed' : 'unchanged'}`;
  const rows: [string, string][] =
    status === null
      ? [
          ['answers', showCount(pull.total)],
          ['raters', showCount(pull.raters)],
        ]
      : [
          ['answers', showCount(status.responses)],
          ['of these new, changed, withdrawn', [pull.new, pull.changed, pull.deleted].map(showCount).join(', ')],
          ['raters', showCount(status.raters)],
          [`prompts with ${status.overlap} answers`, `${showCount(status.completed)} of ${showCount(status.prompts)}`],
          [
            "Krippendorff's alpha (ordinal)",
            status.agreement?.alphaOrdinal.value == null
              ? 'not told yet'
              : showFigure(status.agreement.alphaOrdinal.value),
          ],
        ];
  if (push !== null) rows.push(['prompts live, and waiting', [push.live, push.waiting].map(showCount).join(', ')]);
  if (publish?.tag != null) rows.push(['release', linkTo(datasetUrl, publish.tag)]);
  const days = status?.days ?? [];
  const chart = days.some(({ answers }) => answers > 0) ? [renderChart(days)] : [];
  const drift = result.drift.map(
    ({ what, why, fix }) =>
      `- No longer as prank.yaml says: ${plainText(what)} (${plainText(why)}). To change it back: ${plainText(fix)}`,
  );
  const notes = drift.length === 0 ? [] : [drift.join('\n')];
  return `${[headline, markdownTable(['', ''], rows), ...notes, ...chart].join('\n\n')}\n`;
}

/** The summary for the same page after a failure. */
export function renderFailureSummary(
  campaign: string,
  { message, hint }: PrankError,
  hide: (text: string) => string,
): string {
  // Before escaping: a secret is only recognized in its original form.
  const next = `Next: ${plainText(hide(hint))}`;
  return `${[`**prank sync** of ${plainText(campaign)}: failed`, codeBlock(hide(message)), next].join('\n\n')}\n`;
}

function linkTo(url: string | null, tag: string): string {
  return url === null ? tag : `[${tag}](${url}/tree/${tag})`;
}

/** In Mermaid, which GitHub draws. It contains only days and numbers. */
function renderChart(days: readonly AnswerDay[]): string {
  return codeBlock(
    [
      'xychart-beta',
      '  title "Answers a day"',
      `  x-axis [${days.map(({ day }) => `"${day.slice(5)}"`).join(', ')}]`,
      '  y-axis "answers"',
      `  bar [${days.map(({ answers }) => answers).join(', ')}]`,
    ].join('\n'),
    'mermaid',
  );
}
