import { basename, extname } from 'node:path';
import { isSimulated } from '../folder/is-simulated.ts';
import { UsageError } from '../lib/errors.ts';
import { isFolder } from '../lib/files/read-text.ts';
import { assertWritable, writeFileWhole } from '../lib/files/atomic-file.ts';
import type {
  AgreementAnalysis,
  Emit,
  FactorAnalysis,
  Prompt,
  RankedItem,
  RankedRater,
  Ranking,
  ResponseEvent,
  RoundCounts,
} from '../model.ts';
import type { NamedColumns } from '../ratings/ratings-columns.ts';
import { answersOf } from '../ratings/current-view.ts';
import { listRounds } from '../ratings/earlier-rounds.ts';
import { readRatingsFile } from '../ratings/ratings-file.ts';
import type { Chart } from '../release/charts/chart.ts';
import { listCharts } from '../release/charts/list-charts.ts';
import { countRounds } from '../release/rounds.ts';
import { assertRankingFile, writeRankingFile } from '../release/files/ranking-file.ts';
import type { ReportInput } from '../release/report/input.ts';
import type { CampaignFolder, OpenCampaign } from './open/types.ts';
import { withDataset } from './ranking/dataset.ts';
import { type RatedItems, toRatedItems } from './ranking/rated-campaign.ts';
import { warnOfOutside } from './ranking/warn-of-outside.ts';
import { toRatedFile } from './ranking/rated-file.ts';
import { readRatedRelease } from './ranking/rated-release.ts';
import { chooseDisplayKey } from './pseudonyms/display-key.ts';
import { chooseRaterName } from './ranking/rater-names.ts';
import { rankRatings } from './threads/long-tasks.ts';

export interface RankingRow extends RankedItem {
  prompt: string | null;
  source: string | null;
  kind: string | null;
}

export interface RankResult {
  items: number;
  raters: number;
  ratings: number;
  /** Ratings of a file that were blank, NA, NaN or null; null = a campaign's. */
  skippedRatings: number | null;
  agreement: number | null;
  top: RankingRow[];
  raterModel: Ranking['raterModel'];
  agreementAnalysis: AgreementAnalysis;
  factors: FactorAnalysis | null;
  /** What each round contributed; empty without an earlier one. */
  rounds: RoundCounts[];
  /** null unless requested. */
  charts: Chart[] | null;
  /** null unless requested. */
  raterTable: RankedRater[] | null;
}

export interface RankOptions {
  /** Number of rows in the result, best first; 10 unless given. */
  top?: number;
  /** Also return the table of raters. */
  raters?: boolean;
  /** Also return the charts. */
  charts?: boolean;
  /** File for the whole ranking: `.csv`, `.jsonl`, `.json` or `.parquet`. */
  out?: string;
  /** HTML file for a report: the best and the last prompts, charts, and raters under the names that may be shown. */
  report?: string;
}

/**
 * Ranks the campaign's prompts by its ratings log. Throws UsageError `prompts_missing`, `ranking_file_ending`,
 * `report_file_ending`.
 */
export async function rank(
  campaign: OpenCampaign,
  options: RankOptions = {},
  emit: Emit = campaign.emit,
): Promise<RankResult> {
  await assertRankOutputs(options);
  const log = await campaign.log.read({ earlier: true });
  const prompts = await campaign.readPrompts();
  warnOfOutside(log, prompts, emit);
  return rankRated(
    campaign,
    {
      skippedRatings: null,
      rated: toRatedItems(prompts, log, campaign),
      raterName: () =>
        chooseRaterName(campaign.publish?.raters ?? 'pseudonym', log, () => chooseDisplayKey(campaign, emit)),
      title: campaign.name,
      question: campaign.task.question,
      simulated: await isSimulated(campaign.dir),
      rounds: countRoundsOf(prompts, log),
    },
    options,
    emit,
  );
}

/** Besides the usual names of columns, `rater`, `item` and `value` name any others. */
export interface RankFileOptions extends RankOptions, NamedColumns {
  /** Possible values of a rating, from worst to best; those in the file unless given. */
  scale?: readonly number[];
  /** The file has one column for each of these besides the one that names the rows; true = find out which. */
  wide?: boolean | 'raters' | 'items';
  signal?: AbortSignal;
}

/**
 * Ranks ratings outside of any campaign: those in a CSV, TSV, JSON, JSON Lines or Parquet file, with one rating per row
 * or, as 10k_prompts_ranked, with a list of answers per prompt; or those of a release in a folder. Throws UsageError for a
 * file that has none, and `release_not_there`, `release_damaged`, `release_with_columns`.
 */
export async function rankFile(
  path: string,
  options: RankFileOptions = {},
  emit: Emit = () => {},
): Promise<RankResult> {
  await assertRankOutputs(options);
  const { scale = null, wide = false, signal = new AbortController().signal } = options;
  if (await isFolder(path)) {
    const found = await readRatedRelease(path);
    if (typeof found === 'string') return rankFile(found, options, emit);
    assertNoColumns(path, options);
    const subject = { ...found, skippedRatings: null, raterName: async () => (rater: string) => rater };
    return rankRated({ signal }, subject, options, emit);
  }
  const file = await readRatingsFile(path, {
    scale,
    named: options,
    wide: wide === true ? 'detect' : wide === false ? null : wide,
  });
  for (const text of file.warnings) emit({ type: 'warning', text });
  return rankRated(
    { signal },
    {
      rated: toRatedFile(file, scale),
      skippedRatings: file.skipped,
      raterName: async () => (rater) => rater,
      title: basename(path),
      question: null,
      simulated: false,
      rounds: [],
    },
    options,
    emit,
  );
}

/** A release says itself which column is which, and what the scale is. */
function assertNoColumns(path: string, options: RankFileOptions): void {
  const given = (['rater', 'item', 'value', 'wide', 'scale'] as const).find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError('release_with_columns', `${path} is a release, so --${given} has no meaning here.`);
}

/**
 * Ranks the ratings of a dataset on the Hub: a release, or a table in a form that `rankFile` reads. `dataset` is
 * `owner/name`, with `@` and a commit, branch or tag behind it if it is not to be main. Throws what `rankFile` throws, and
 * UsageError `not_a_dataset`, `hub_dataset_missing`, `dataset_without_ratings`.
 */
export async function rankDataset(
  folder: Pick<CampaignFolder, 'openHub' | 'signal' | 'emit'>,
  dataset: string,
  options: RankFileOptions = {},
  emit: Emit = folder.emit,
): Promise<RankResult> {
  return withDataset(folder, dataset, (path) => rankFile(path, { signal: folder.signal, ...options }, emit), emit);
}

/** What is ranked, and how a report introduces it. */
interface RankSubject extends Pick<ReportInput, 'title' | 'question' | 'simulated'> {
  rounds: RoundCounts[];
  rated: RatedItems;
  skippedRatings: number | null;
  /** Called only if raters are shown. */
  raterName: () => Promise<(rater: string) => string>;
}

/** Throws UsageError `ranking_file_ending`, `report_file_ending` or `file_unwritable`. */
export async function assertRankOutputs({ out, report }: Pick<RankOptions, 'out' | 'report'>): Promise<void> {
  if (out !== undefined) assertRankingFile(out);
  if (report !== undefined && !/^\.html?$/iu.test(extname(report)))
    throw new UsageError('report_file_ending', `${report} is no name for a report, which is an HTML page.`);
  for (const path of [out, report]) if (path !== undefined) await assertWritable(path);
}

async function rankRated(
  host: { signal: AbortSignal },
  { rated: { prompts, ...rated }, skippedRatings, raterName, ...facts }: RankSubject,
  { top = 10, raters = false, charts = false, out, report }: RankOptions,
  emit: Emit,
): Promise<RankResult> {
  const ranking = await rankRatings(host, rated, emit);
  const rows = ranking.items.map((item) => toRow(item, prompts.get(item.item)));
  if (out !== undefined) {
    emit({ type: 'progress', task: 'writing the ranking', done: 0, total: null });
    await writeRankingFile(out, rows);
  }
  const raterTable = raters || report !== undefined ? await nameRaters(ranking.raters, raterName) : [];
  if (report !== undefined) {
    emit({ type: 'progress', task: 'drawing the report', done: 0, total: null });
    const { renderReport } = await import('../release/report/report.ts');
    const page = await renderReport({ ...facts, ranking: { ...ranking, raters: raterTable }, rows, top });
    await writeFileWhole(report, page);
  }
  return {
    items: rows.length,
    raters: ranking.raters.length,
    ratings: ranking.ratings,
    skippedRatings,
    agreement: ranking.agreement,
    top: rows.slice(0, top),
    raterModel: ranking.raterModel,
    agreementAnalysis: ranking.agreementAnalysis,
    factors: ranking.factors,
    rounds: facts.rounds,
    charts: charts ? listCharts(ranking) : null,
    raterTable: raters ? raterTable : null,
  };
}

function countRoundsOf(prompts: readonly Prompt[], log: readonly ResponseEvent[]): RoundCounts[] {
  const rounds = listRounds(log);
  if (rounds.length === 0) return [];
  const ids = new Set(prompts.map(({ id }) => id));
  return countRounds(
    answersOf(log).filter(({ promptId }) => ids.has(promptId)),
    rounds,
  );
}

async function nameRaters(raters: RankedRater[], raterName: RankSubject['raterName']): Promise<RankedRater[]> {
  const nameOf = await raterName();
  return raters.map((row) => ({ ...row, rater: nameOf(row.rater) }));
}

function toRow(
  item: RankedItem,
  { prompt, source, kind }: Pick<RankingRow, 'prompt' | 'source' | 'kind'> = { prompt: null, source: null, kind: null },
): RankingRow {
  return { ...item, prompt, source, kind };
}
