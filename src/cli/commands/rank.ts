import { type Command, InvalidArgumentError } from 'commander';
import type { RankingRow, RankResult } from '../../campaign/rank.ts';
import { printable } from '../../lib/text.ts';
import type { RankedRater } from '../../model.ts';
import { renderNumber, renderTable } from '../output/table.ts';
import type { RunCommand } from '../run-command.ts';

interface RankFlags {
  input?: string;
  out?: string;
  top: number;
  raters?: boolean;
}

export function registerRank(program: Command, run: RunCommand): void {
  program
    .command('rank')
    .description('the ranking as a table')
    .option('--input <file>', 'rank any ratings instead: CSV with the columns rater,item,value')
    .option('--out <file>', 'write the whole ranking: .csv, .json or .parquet')
    .option('--top <n>', 'rows to print', parseCount, 20)
    .option('--raters', 'also print the raters')
    .action((flags: RankFlags, command: Command) =>
      run(command, async (context) => {
        const { rank } = await import('../../campaign/rank.ts');
        const { createRankPorts } = await import('../rank-ports.ts');
        const result = await rank(createRankPorts(context, flags), { top: flags.top, raters: flags.raters === true });
        context.reporter.answer('rank', toData(result), () => renderRanking(result));
      }),
    );
}

function parseCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function toData({ items, raters, ratings, agreement, top, raterTable }: RankResult): object {
  return {
    items,
    raters,
    ratings,
    agreement,
    top: top.map(toJsonRow),
    ...(raterTable === null ? {} : { rater_table: raterTable }),
  };
}

function toJsonRow({ scoreLow, scoreHigh, agreementRatio, ...row }: RankingRow): object {
  return { ...row, score_low: scoreLow, score_high: scoreHigh, agreement_ratio: agreementRatio };
}

function renderRanking({ items, raters, ratings, agreement, top, raterTable }: RankResult): string {
  const rows = top.map((row) => [
    String(row.rank),
    renderNumber(row.score),
    `${renderNumber(row.scoreLow)}–${renderNumber(row.scoreHigh)}`,
    row.tier ?? '–',
    String(row.answers),
    printable(row.prompt ?? row.item, 70),
  ]);
  const table = renderTable(['rank', 'score', '95 %', 'tier', 'answers', 'prompt'], rows);
  const agreed = agreement === null ? '' : `, mean agreement ${renderNumber(agreement)}`;
  const summary = `${items} items, ${raters} raters, ${ratings} ratings${agreed}.`;
  return [table, summary, ...(raterTable === null ? [] : [renderRaters(raterTable)])].join('\n\n');
}

function renderRaters(raters: RankedRater[]): string {
  const rows = raters.map((rater) => [
    printable(rater.rater, 40),
    String(rater.answers),
    renderNumber(rater.mean),
    renderNumber(rater.severity),
    renderNumber(rater.consistency),
    renderNumber(rater.agreement),
    rater.flags.join(' '),
  ]);
  return renderTable(['rater', 'answers', 'mean', 'severity', 'consistency', 'agreement', 'flags'], rows);
}
