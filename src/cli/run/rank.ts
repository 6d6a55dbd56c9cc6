import { resolve } from 'node:path';
import { assertRankOutputs, rank, rankFile } from '../../campaign/rank.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';
import { renderRankingCharts } from '../output/human/ranking-charts.ts';
import { renderRanking } from '../output/human/ranking.ts';
import { toRankingData } from '../output/json/ranking.ts';
import { stdoutStyle } from '../terminal/style.ts';

export interface RankFlags {
  input?: string;
  /** Scale of the ratings in `input`. */
  scale?: readonly number[];
  out?: string;
  /** An HTML page. */
  report?: string;
  top: number;
  raters?: boolean;
  charts?: boolean;
}

/** Ranks, writes the files that were named, and shows the table, with raters and charts if they were asked for. */
export async function runRank(context: Context, { input, scale, out, report, ...shown }: RankFlags): Promise<void> {
  if (scale !== undefined && input === undefined) {
    throw new UsageError('scale_without_input', '--scale is for the ratings of --input.');
  }
  const { cwd } = context.io;
  const options = {
    ...shown,
    ...(out === undefined ? {} : { out: resolve(cwd, out) }),
    ...(report === undefined ? {} : { report: resolve(cwd, report) }),
  };
  // Check the file names before anything is read.
  assertRankOutputs(options);
  const ofFile = { ...options, ...(scale === undefined ? {} : { scale }), signal: context.signal };
  const result =
    input === undefined
      ? await rank(await context.openCampaign(), options, context.emit)
      : await rankFile(resolve(cwd, input), ofFile, context.emit);
  const style = stdoutStyle(context.io, context.globals);
  context.reporter.answer('rank', toRankingData(result), () => {
    const drawn = renderRankingCharts(result.charts ?? [], style);
    return [renderRanking(result), ...(drawn === '' ? [] : [drawn])].join('\n\n');
  });
}
