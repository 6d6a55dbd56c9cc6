import { resolve } from 'node:path';
import { type RankPorts, toRatedItems } from '../campaign/rank.ts';
import { chooseRaterName } from '../campaign/rater-names.ts';
import { readRatingsCsv } from '../ratings/ratings-csv.ts';
import { assertRankingFile, writeRankingFile } from '../release/ranking-file.ts';
import type { Context } from './context.ts';

/** Ratings of the campaign, or of the file `input`; the ranking goes to `out` when it is named. */
export function createRankPorts(context: Context, { input, out }: { input?: string; out?: string }): RankPorts {
  if (out !== undefined) assertRankingFile(out);
  const writeRanking: RankPorts['writeRanking'] =
    out === undefined ? null : (rows) => writeRankingFile(resolve(out), rows);
  return { writeRanking, ...(input === undefined ? readCampaign(context) : readFile(resolve(input))) };
}

function readCampaign(context: Context): Pick<RankPorts, 'readRatings' | 'raterName'> {
  return {
    async readRatings() {
      const campaign = await context.loadCampaign();
      return toRatedItems(await context.readPrompts(campaign), await context.readLog(campaign), campaign.task.question);
    },
    async raterName() {
      const campaign = await context.loadCampaign();
      const privacy = campaign.publish?.raters ?? 'pseudonym';
      return chooseRaterName(privacy, await context.readLog(campaign), () => context.pseudonymKey(campaign));
    },
  };
}

function readFile(path: string): Pick<RankPorts, 'readRatings' | 'raterName'> {
  return {
    async readRatings() {
      const ratings = await readRatingsCsv(path);
      return { ratings, items: [...new Set(ratings.map(({ item }) => item))], prompts: new Map() };
    },
    raterName: async () => (rater) => rater,
  };
}
