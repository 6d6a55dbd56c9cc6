import { resolve } from 'node:path';
import {
  assertRankOutputs,
  rank,
  rankDataset,
  rankFile,
  type RankFileOptions,
  type RankResult,
} from '../../campaign/rank.ts';
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
  /** Columns of `input` with other names than the usual ones. */
  rater?: string;
  item?: string;
  value?: string;
  wide?: true | 'raters' | 'items';
  out?: string;
  /** An HTML page. */
  report?: string;
  top: number;
  raters?: boolean;
  charts?: boolean;
}

/** Ranks, writes the files that were named, and shows the table, with raters and charts if they were asked for. */
export async function runRank(
  context: Context,
  { input, out, report, top, raters, charts, ...ofInput }: RankFlags,
): Promise<void> {
  if (input === undefined) assertNone(ofInput);
  const { cwd } = context.io;
  const options = {
    top,
    ...(raters === undefined ? {} : { raters }),
    ...(charts === undefined ? {} : { charts }),
    ...(out === undefined ? {} : { out: resolve(cwd, out) }),
    ...(report === undefined ? {} : { report: resolve(cwd, report) }),
  };
  // Check the file names before anything is read.
  await assertRankOutputs(options);
  const result =
    input === undefined
      ? await rank(await context.openCampaign(), options, context.emit)
      : await rankInput(context, input, { ...options, ...ofInput });
  const style = stdoutStyle(context.io, context.globals);
  context.reporter.answer('rank', toRankingData(result), () => {
    const drawn = renderRankingCharts(result.charts ?? [], style);
    return [renderRanking(result), ...(drawn === '' ? [] : [drawn])].join('\n\n');
  });
}

/** A file or folder here, or with `hub:` a dataset on the Hub. */
async function rankInput(context: Context, input: string, options: RankFileOptions): Promise<RankResult> {
  const dataset = /^hub:(.*)$/u.exec(input)?.[1];
  return dataset === undefined
    ? rankFile(resolve(context.io.cwd, input), { ...options, signal: context.signal }, context.emit)
    : rankDataset(await context.openFolder(), dataset, options, context.emit);
}

/** Throws UsageError `scale_without_input` or `columns_without_input`: a campaign has a scale and columns of its own. */
function assertNone({ scale, ...columns }: Pick<RankFlags, 'scale' | 'rater' | 'item' | 'value' | 'wide'>): void {
  if (scale !== undefined) throw new UsageError('scale_without_input', '--scale is for the ratings of --input.');
  const [given] = Object.keys(columns);
  if (given === undefined) return;
  throw new UsageError('columns_without_input', `--${given} is for the ratings of --input.`);
}
