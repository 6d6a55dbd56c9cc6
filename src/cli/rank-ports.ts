import { resolve } from 'node:path';
import { type RankPorts, toRatedItems } from '../campaign/rank.ts';
import { readRatingsCsv } from '../ratings/ratings-csv.ts';
import { assertRankingFile, writeRankingFile } from '../release/ranking-file.ts';
import type { Context } from './context.ts';

/** Ratings of the campaign, or of the file `input`; the ranking goes to `out` when it is named. */
export function createRankPorts(context: Context, { input, out }: { input?: string; out?: string }): RankPorts {
  if (out !== undefined) assertRankingFile(out);
  return {
    readRatings: () => (input === undefined ? readCampaign(context) : readFile(resolve(input))),
    writeRanking: out === undefined ? null : (rows) => writeRankingFile(resolve(out), rows),
  };
}

async function readCampaign(context: Context): ReturnType<RankPorts['readRatings']> {
  const campaign = await context.loadCampaign();
  return toRatedItems(await context.readPrompts(campaign), await context.readLog(campaign));
}

async function readFile(path: string): ReturnType<RankPorts['readRatings']> {
  const ratings = await readRatingsCsv(path);
  return { ratings, items: [...new Set(ratings.map(({ item }) => item))], prompts: new Map() };
}
