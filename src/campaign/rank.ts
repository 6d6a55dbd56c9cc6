import type {
  AgreementAnalysis,
  Campaign,
  Emit,
  FactorAnalysis,
  ItemFacts,
  Prompt,
  RankedItem,
  RankedRater,
  Ranking,
  ResponseEvent,
} from '../model.ts';
import type { RankInput } from '../rank/rank-items.ts';
import { groupItems } from './ranking/item-groupings.ts';
import { answersOf, submittedRatings } from '../ratings/current-view.ts';
import type { Chart } from '../release/charts/chart.ts';
import { listCharts } from '../release/charts/list-charts.ts';
import { waveOf } from './ranking/wave-of.ts';

export interface RankPorts {
  /** Left out = in this thread, which hears nothing else meanwhile. */
  rankItems?: RankRatings;
  /** From the campaign, or from a file of ratings. */
  readRatings: () => Promise<RatedItems>;
  /** How raters are called in the answer; only asked for when they are shown. */
  raterName: () => Promise<(rater: string) => string>;
  /** null = the ranking goes to no file. */
  writeRanking: ((rows: RankingRow[]) => Promise<void>) | null;
  /** A page about it all, with raters under the names that may be shown; null = none. */
  writeReport: ((report: { ranking: Ranking; rows: RankingRow[]; top: number }) => Promise<void>) | null;
}

/** Makes a ranking, perhaps in another thread. */
export type RankRatings = (input: RankInput, emit: Emit) => Promise<Ranking>;

/** In this thread. */
export const rankHere: RankRatings = async (input, emit) => {
  const { rankItems } = await import('../rank/rank-items.ts');
  return rankItems(input, (progress) => emit({ type: 'progress', ...progress }));
};

/** What is to be ranked: items without a rating come last. */
export interface RatedItems extends RankInput {
  /** What is shown of the items; null = not known. */
  prompts: ReadonlyMap<string, { prompt: string | null; source: string | null; kind: string | null }>;
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
  raterModel: Ranking['raterModel'];
  agreementAnalysis: AgreementAnalysis;
  factors: FactorAnalysis | null;
  /** null unless they were asked for. */
  charts: Chart[] | null;
  /** null unless it was asked for. */
  raterTable: RankedRater[] | null;
}

/** Ranks and keeps the best `top` rows in the answer; the file gets all of them, the page the best and the last. */
export async function rank(
  { readRatings, raterName, writeRanking, writeReport, rankItems: rankRatings = rankHere }: RankPorts,
  { top, raters, charts = false }: { top: number; raters: boolean; charts?: boolean },
  emit: Emit,
): Promise<RankResult> {
  const { prompts, ...rated } = await readRatings();
  const ranking = await rankRatings(rated, emit);
  const rows = ranking.items.map((item) => toRow(item, prompts.get(item.item)));
  if (writeRanking !== null) emit({ type: 'progress', task: 'writing the ranking', done: 0, total: null });
  await writeRanking?.(rows);
  const raterTable = raters || writeReport !== null ? await nameRaters(ranking.raters, raterName) : [];
  if (writeReport !== null) emit({ type: 'progress', task: 'drawing the report', done: 0, total: null });
  await writeReport?.({ ranking: { ...ranking, raters: raterTable }, rows, top });
  return {
    items: rows.length,
    raters: ranking.raters.length,
    ratings: ranking.ratings,
    agreement: ranking.agreement,
    top: rows.slice(0, top),
    raterModel: ranking.raterModel,
    agreementAnalysis: ranking.agreementAnalysis,
    factors: ranking.factors,
    charts: charts ? listCharts(ranking) : null,
    raterTable: raters ? raterTable : null,
  };
}

async function nameRaters(raters: RankedRater[], raterName: RankPorts['raterName']): Promise<RankedRater[]> {
  const nameOf = await raterName();
  return raters.map((row) => ({ ...row, rater: nameOf(row.rater) }));
}

function toRow(
  item: RankedItem,
  { prompt, source, kind }: Pick<RankingRow, 'prompt' | 'source' | 'kind'> = { prompt: null, source: null, kind: null },
): RankingRow {
  return { ...item, prompt, source, kind };
}

/** The submitted answers on the campaign's prompts; raters by id, because names change. */
export function toRatedItems(
  prompts: Prompt[],
  log: ResponseEvent[],
  { task: { question, wave }, seed }: Pick<Campaign, 'task' | 'seed'>,
): RatedItems {
  const { values } = question;
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const answers = answersOf(log).filter(({ promptId, status }) => status === 'submitted' && byId.has(promptId));
  return {
    ratings: submittedRatings(answers),
    items: [...byId.keys()],
    scale: values,
    prompts: byId,
    groupings: groupItems(
      prompts,
      answers.map(({ promptId, updatedAt }) => ({ item: promptId, at: updatedAt })),
    ),
    facts: new Map(prompts.map((prompt, index) => [prompt.id, toFacts(prompt, index, wave)])),
    seed,
  };
}

function toFacts({ kind, source, length }: Prompt, index: number, wave: number | 'all'): ItemFacts {
  return { kind, source, length, wave: waveOf(index, wave) };
}
