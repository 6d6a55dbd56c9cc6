import type { RankResult } from '../../../campaign/rank.ts';
import { printable } from '../../../lib/text/text.ts';
import type { RankedRater } from '../../../model.ts';
import { describeAgreement } from '../../../release/card/agreement-sentence.ts';
import { describeRounds } from '../../../release/rounds.ts';
import { renderTable } from './table.ts';
import { showFigure, countOf, showCount, showEstimate, showRange, showSeconds } from '../../../lib/text/numbers.ts';

/** The ranking's table, its data in numbers, and the raters if they were asked for. */
export function renderRanking({
  items,
  raters,
  ratings,
  top,
  agreementAnalysis,
  factors,
  rounds,
  raterTable,
}: RankResult): string {
  const rows = top.map((row) => [
    showCount(row.rank),
    showFigure(row.score),
    showRange(row.scoreLow, row.scoreHigh),
    row.tier ?? '–',
    showCount(row.answers),
    printable(row.prompt ?? row.item, 70),
  ]);
  const table = renderTable(['rank', 'score', '95 %', 'tier', 'answers', 'prompt'], rows);
  const summary = `${countOf(items, 'item')}, ${countOf(raters, 'rater')}, ${countOf(ratings, 'rating')}. ${describeAgreement(agreementAnalysis.overall)}`;
  const sentences = (factors?.ratings.effects ?? [])
    .filter(({ factor, holds }) => factor === 'kind' || holds)
    .map(({ sentence }) => sentence);
  const byRound = describeRounds(rounds);
  const lines = [summary, ...(byRound === null ? [] : [byRound]), ...sentences];
  return [table, lines.join('\n'), ...(raterTable === null ? [] : [renderRaters(raterTable)])].join('\n\n');
}

function renderRaters(raters: RankedRater[]): string {
  const rows = raters.map((rater) => [
    printable(rater.rater, 40),
    showCount(rater.answers),
    showFigure(rater.mean),
    showEstimate({ value: rater.severity, low: rater.severityLow, high: rater.severityHigh }),
    showEstimate({ value: rater.discrimination, low: rater.discriminationLow, high: rater.discriminationHigh }),
    showEstimate({ value: rater.consistency, low: rater.consistencyLow, high: rater.consistencyHigh }),
    showFigure(rater.agreement),
    showSeconds(rater.paceSeconds),
    rater.flags.join(' '),
  ]);
  return renderTable(
    ['rater', 'answers', 'mean', 'severity (95 %)', 'discrimination', 'consistency', 'agreement', 'pace', 'flags'],
    rows,
  );
}
