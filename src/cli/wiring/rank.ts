import { basename, extname, resolve } from 'node:path';
import { type RankPorts, toRatedItems } from '../../campaign/rank.ts';
import { chooseRaterName } from '../../campaign/ranking/rater-names.ts';
import { toRatedFile } from '../../campaign/ranking/rated-file.ts';
import { readRatingsFile } from '../../ratings/ratings-file.ts';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { UsageError } from '../../lib/errors.ts';
import { assertRankingFile, writeRankingFile } from '../../release/files/ranking-file.ts';
import type { ReportInput } from '../../release/report/input.ts';
import type { Context } from '../context.ts';
import { createThreads } from './threads/create-threads.ts';
import { isSimulated } from '../../folder/is-simulated.ts';

export interface RankFiles {
  input?: string;
  /** Of the ratings in `input`. */
  scale?: readonly number[];
  out?: string;
  /** An HTML page. */
  report?: string;
}

/** Ratings of the campaign, or of the file `input`; the ranking goes to `out` when it is named. */
export function createRankPorts(context: Context, { input, scale, out, report }: RankFiles): RankPorts {
  if (scale !== undefined && input === undefined) throw scaleWithoutInput();
  if (out !== undefined) assertRankingFile(out);
  if (report !== undefined) assertReportFile(report);
  const writeRanking: RankPorts['writeRanking'] =
    out === undefined ? null : (rows) => writeRankingFile(resolve(context.io.cwd, out), rows);
  const writeReport: RankPorts['writeReport'] =
    report === undefined
      ? null
      : async (content) => {
          const facts = input === undefined ? await describeCampaign(context) : describeFile(input);
          const { renderReport } = await import('../../release/report/report.ts');
          await writeFileWhole(resolve(context.io.cwd, report), await renderReport({ ...facts, ...content }));
        };
  return {
    rankItems: createThreads(context).rankItems,
    writeRanking,
    writeReport,
    ...(input === undefined ? readCampaign(context) : readFile(resolve(context.io.cwd, input), scale ?? null)),
  };
}

function readCampaign(context: Context): Pick<RankPorts, 'readRatings' | 'raterName'> {
  return {
    async readRatings() {
      const campaign = await context.loadCampaign();
      return toRatedItems(await context.readPrompts(campaign), await context.readLog(campaign), campaign);
    },
    async raterName() {
      const campaign = await context.loadCampaign();
      const privacy = campaign.publish?.raters ?? 'pseudonym';
      return chooseRaterName(privacy, await context.readLog(campaign), () => context.pseudonymKey(campaign));
    },
  };
}

function readFile(path: string, scale: readonly number[] | null): Pick<RankPorts, 'readRatings' | 'raterName'> {
  return {
    readRatings: async () => toRatedFile(await readRatingsFile(path, scale), scale),
    raterName: async () => (rater) => rater,
  };
}

type ReportSubject = Pick<ReportInput, 'title' | 'question' | 'simulated'>;

async function describeCampaign(context: Context): Promise<ReportSubject> {
  const campaign = await context.loadCampaign();
  return { title: campaign.name, question: campaign.task.question, simulated: await isSimulated(campaign.dir) };
}

function describeFile(path: string): ReportSubject {
  return { title: basename(path), question: null, simulated: false };
}

function assertReportFile(path: string): void {
  if (/^\.html?$/iu.test(extname(path))) return;
  throw new UsageError('report_file_ending', `${path} is no name for a report, which is an HTML page.`);
}

function scaleWithoutInput(): UsageError {
  return new UsageError('scale_without_input', '--scale is for the ratings of --input.');
}
