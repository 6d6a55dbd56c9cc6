import { rank } from '../../campaign/rank.ts';
import type { Context } from '../context.ts';
import { renderRankingCharts } from '../output/human/ranking-charts.ts';
import { renderRanking, toRankingData } from '../output/human/ranking.ts';
import { stdoutStyle } from '../terminal/style.ts';
import { createRankPorts, type RankFiles } from '../wiring/rank.ts';

export interface RankFlags extends RankFiles {
  top: number;
  raters?: boolean;
  charts?: boolean;
}

/** Ranks, writes the files that are named, and shows the table, with raters and charts where they are asked for. */
export async function runRank(context: Context, flags: RankFlags): Promise<void> {
  const { top, raters = false, charts = false } = flags;
  const result = await rank(createRankPorts(context, flags), { top, raters, charts }, context.emit);
  const style = stdoutStyle(context.io, context.globals);
  context.reporter.answer('rank', toRankingData(result), () => {
    const drawn = renderRankingCharts(result.charts ?? [], style);
    return [renderRanking(result), ...(drawn === '' ? [] : [drawn])].join('\n\n');
  });
}
