import type { Prompt, Question, RankedItem, RankedRater, ResponseEvent } from '../model.ts';
import { rankItems, type RankInput } from '../rank/rank-items.ts';
import { answersOf } from '../ratings/current-view.ts';

export interface RankPorts {
  /** From the campaign, or from a file of ratings. */
  readRatings: () => Promise<RatedItems>;
  /** How raters are called in the answer; only asked for when they are shown. */
  raterName: () => Promise<(rater: string) => string>;
  /** null = the ranking goes to no file. */
  writeRanking: ((rows: RankingRow[]) => Promise<void>) | null;
}

/** What is to be ranked: items without a rating come last. */
export interface RatedItems extends RankInput {
  prompts: Map<string, Prompt>;
}

export interface RankingRow extends RankedItem {
  prompt: string | null;
  source: string | null;
  kind: string | null;
}

export interface RankResult {
  items: number;
  raters: number;
  ratings: number;
  agreement: number | null;
  top: RankingRow[];
  /** null unless it was asked for. */
  raterTable: RankedRater[] | null;
}

/** Ranks and keeps the best `top` rows in the answer; the file gets all of them. */
export async function rank(
  { readRatings, raterName, writeRanking }: RankPorts,
  { top, raters }: { top: number; raters: boolean },
): Promise<RankResult> {
  const { prompts, ...rated } = await readRatings();
  const ranking = rankItems(rated);
  const rows = ranking.items.map((item) => toRow(item, prompts.get(item.item)));
  await writeRanking?.(rows);
  return {
    items: rows.length,
    raters: ranking.raters.length,
    ratings: ranking.ratings,
    agreement: ranking.agreement,
    top: rows.slice(0, top),
    raterTable: raters ? await nameRaters(ranking.raters, raterName) : null,
  };
}

async function nameRaters(raters: RankedRater[], raterName: RankPorts['raterName']): Promise<RankedRater[]> {
  const nameOf = await raterName();
  return raters.map((row) => ({ ...row, rater: nameOf(row.rater) }));
}

function toRow(item: RankedItem, prompt: Prompt | undefined): RankingRow {
  return { ...item, prompt: prompt?.prompt ?? null, source: prompt?.source ?? null, kind: prompt?.kind ?? null };
}

/** The submitted answers on the campaign's prompts; raters by id, because names change. */
export function toRatedItems(prompts: Prompt[], log: ResponseEvent[], { values }: Question): RatedItems {
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const ratings = answersOf(log).flatMap(({ promptId, raterId, status, value }) =>
    status === 'submitted' && value !== null && byId.has(promptId) ? [{ rater: raterId, item: promptId, value }] : [],
  );
  const scale = { low: Math.min(...values), high: Math.max(...values) };
  return { ratings, items: [...byId.keys()], scale, prompts: byId };
}
