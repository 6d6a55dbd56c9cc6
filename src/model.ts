/** The nouns that all parts share. Types only: nothing here runs. */

export type PromptKind = 'human' | 'synthetic' | 'unknown';
export type Scalar = string | number | boolean | null;

/** One place that prompts come from, as resolved from prank.yaml. */
export interface Source {
  id: string;
  /** Globs relative to the campaign's folder; empty for a Hub source. */
  files: string[];
  /** A Hub dataset; files in it are chosen by `path`. */
  hub: { dataset: string; revision: string; path: string } | null;
  /** Field delimiter of csv files, one character; null = detected from the header line (csv) or a tab (tsv). */
  delimiter: string | null;
  /** Paths such as `conversations[0].value`, tried in order until one holds text. */
  promptPaths: string[];
  /** Path → allowed values; a record passes if every path holds one of its values. */
  where: Record<string, Scalar[]>;
  kind: PromptKind | { column: string; map: Record<string, PromptKind> };
  license: string | null;
  /** Name in the dataset → path in the source. */
  metadata: Record<string, string>;
  /** What happens to a row that can't be read: the build fails, or the row is counted and left out. */
  onBadRow: 'fail' | 'skip';
  /**
   * Prompts to draw. 'all' with a build `size` = fill up what the other sources leave, together with those that also
   * say 'all'.
   */
  take: number | 'all';
  /** Share of the build's `size`, instead of `take`. */
  share: number | null;
  /** How the drawn prompts spread over the values of a column; null = as they come. */
  strata: Strata | null;
  /** false = left out of the build, but kept in the file so that the reason stays readable. */
  enabled: boolean;
}

export interface Strata {
  /** Column or path that holds the stratum. */
  by: string;
  /** As in the source, equal as far as they reach, or the share of each value; values without a share are left out. */
  shares: 'proportional' | 'equal' | Record<string, number>;
}

export interface BuildSettings {
  /** Prompts of the whole dataset; null = as many as the sources give. */
  size: number | null;
  /** Characters (Unicode code points) after trimming, both ends included. */
  length: { min: number; max: number };
  /** Regular expressions; a prompt that one of them matches is dropped. */
  drop: string[];
  /**
   * Two prompts count as one from this Jaccard similarity over runs of `words` words on; null = only if they are equal.
   */
  nearDuplicates: { words: number; threshold: number } | null;
  /** Languages to keep, ISO 639-1; `unknown` = what happens to prompts whose language can't be detected. null = all. */
  language: { keep: string[]; unknown: 'keep' | 'drop' } | null;
  /** What happens to e-mail addresses, phone numbers, keys and the like in prompts. */
  pii: 'keep' | 'redact' | 'drop';
  /** Prompts of these sources must not be in the dataset. Their ids are `build.exclude[0]` and so on. */
  exclude: Source[];
  shortage: 'fail' | 'accept';
}

/** Which engine makes the prompts, and how it is started. This never changes a row of the result. */
export interface EngineSettings {
  /** `auto` = DuckDB, unless the input is too large for this machine. */
  engine: 'duckdb' | 'spark' | 'auto';
  spark: SparkSettings;
}

export interface SparkSettings {
  /** Such as `yarn` or `local[2]`; null = as Spark is configured. */
  master: string | null;
  /** Passed on to Spark unchanged. */
  conf: Record<string, string>;
  /** Node on the machines of the cluster; null = this one is sent to them. */
  node: string | null;
  /** A path to which Spark also writes everything that the sample is drawn from, as parquet; null = nowhere. */
  output: string | null;
}

export interface Question {
  name: string;
  title: string;
  /** The scale: 2–11 distinct integers from 0 to 10, ascending. */
  values: number[];
  /** What each value means: one label per value, or none at all. */
  labels: string[];
}

export type MetadataType = 'terms' | 'integer' | 'float';

/** A metadata property that is sent to Argilla for the organizer's filters. Raters can read it through its API. */
export interface MetadataProperty {
  name: string;
  type: MetadataType;
  visible: boolean;
}

/** Prompts that are live at a time; `auto` follows the raters at work at the same time, `all` = everything at once. */
export type Wave = number | 'all' | 'auto';

export interface Task {
  workspace: string;
  dataset: string;
  /** Markdown text that raters read; null = there is none. */
  guidelines: string | null;
  question: Question;
  /** Submitted answers that complete a prompt. */
  overlap: number;
  wave: Wave;
  metadata: MetadataProperty[];
  /** prank.yaml has no `metadata`: records get none, and those that have some keep it. */
  keepsMetadata: boolean;
}

export type Target = SpaceTarget | { type: 'url'; url: string } | { type: 'local' };

/** What a server runs. Extralit is the fork of Argilla that is still maintained; it has the same API. */
export type ServerSoftware = 'argilla' | 'extralit';

/** Argilla or Extralit on a Hugging Face Space. */
export interface SpaceTarget {
  type: 'space';
  /** `owner/name`. */
  space: string;
  /** null = leave it as it is; a new Space gets Argilla. */
  server: ServerSoftware | null;
  /** null = leave it as it is; a new Space gets the free hardware. */
  hardware: string | null;
  /** Hours without a visitor after which it sleeps; null = as it is, or the default on paid hardware. */
  sleepHours: number | 'never' | null;
  storage: 'bucket' | 'none';
  /** Variable that holds the address of an external database; null = the Space's own. */
  databaseEnv: string | null;
}

export type RaterPrivacy = 'pseudonym' | 'username' | 'omit';

export interface PublishSettings {
  /** Hub dataset `owner/name`; null = folder only. */
  dataset: string | null;
  /** Who can see the dataset when prank creates it. */
  visibility: 'public' | 'private';
  /** Whether `sync` may make the first release. */
  auto: boolean;
  /** Milliseconds that must pass between two releases of `sync`. */
  everyMs: number;
  /** An id of the Hub or, in lower case, of SPDX; with a link, the name of terms of one's own. */
  license: string;
  /** The address of terms that neither the Hub nor SPDX has; null = `license` is an id. */
  licenseLink: string | null;
  raters: RaterPrivacy;
  minResponses: number;
  /** Source id → why its prompts may be published although its licence does not allow it. */
  licenseDecisions: Record<string, string>;
  exports: ExportSettings;
  /** Whom to cite; empty = the owner of the dataset. */
  authors: string[];
  /** Raters who want to be named, under the names that they want. */
  thanks: string[];
  dashboard: DashboardSettings;
  backup: string | null;
  /** Where the key of the pseudonyms is kept besides .env; null = ask when it is made. */
  pseudonymKey: 'env' | 'backup' | null;
}

/** The page about the campaign that is part of every release. */
export interface DashboardSettings {
  /** Static Space `owner/name` that shows it; null = only the file in the release. */
  space: string | null;
  /** Number of raters on the leaderboard; null = no leaderboard. */
  leaderboard: number | null;
  /** Usernames of raters who must not be listed. */
  optOut: string[];
}

/** Files of a release for training models; null = not made. */
export interface ExportSettings {
  top: TopExport | null;
  preferences: PreferenceExport | null;
}

/** Prompts whose score is almost certainly high. */
export interface TopExport {
  /** On the question's scale. */
  score: number;
  /** Least probability that a prompt's score reaches `score`, 0.5 to 0.999. */
  certainty: number;
}

/** Pairs of prompts of which one is almost certainly better. */
export interface PreferenceExport {
  /** Largest number of pairs. */
  max: number;
  /** What the two prompts of a pair have in common. */
  within: 'any' | 'source' | 'kind';
}

/** One prank.yaml, resolved: every default filled in, every rule held. */
export interface Campaign {
  name: string;
  /** What its backup and its release are marked with: by default its name. */
  id: string;
  seed: number;
  /** Absolute path of the folder that holds prank.yaml. */
  dir: string;
  sources: Source[];
  build: BuildSettings;
  engine: EngineSettings;
  task: Task;
  target: Target;
  /** null = prank.yaml has no publish section; release commands refuse. */
  publish: PublishSettings | null;
}

/** One row of prompts.parquet. */
export interface Prompt {
  /** 32 hex digits of the SHA-256 of the normalized text. */
  id: string;
  prompt: string;
  kind: PromptKind;
  source: string;
  /** `file:row` in the source, rows counted from 1. */
  sourceRow: string;
  revision: string | null;
  license: string | null;
  metadata: Record<string, unknown>;
  /** Ids of the other sources that had the same prompt. */
  alsoIn: string[];
  /** Unicode code points after trimming. */
  length: number;
}

/** What the build counted in one source, as in `.prank/manifest.json`. */
export interface ManifestSource {
  id: string;
  /** A dataset on the Hub; null = files in the campaign's folder. */
  dataset: string | null;
  /** Number of rows. */
  read: number;
  /** Number of prompts. */
  kept: number;
  files: string[];
}

/** What other parts read from `.prank/manifest.json`. The build writes more into it, for people. */
export interface BuildManifest {
  version: 1;
  /** SHA-256 of prompts.parquet; null = an earlier version of prank wrote the manifest. */
  promptsSha256: string | null;
  sources: ManifestSource[];
}

export type ResponseStatus = 'submitted' | 'discarded' | 'draft';

/** One version of a rater's answer on a prompt, as the server had it, or that the answer is gone. */
export interface ResponseEvent {
  promptId: string;
  /** Argilla's user id, a UUID: stable across renames and restores. */
  raterId: string;
  /** Username at the time of the pull; null if the server no longer has the user. */
  rater: string | null;
  status: ResponseStatus | 'deleted';
  /** The rating; null if none was chosen. */
  value: number | null;
  /** ISO 8601 UTC: when the person first gave it, and when they last changed it. */
  insertedAt: string;
  updatedAt: string;
  /**
   * The server's own time of this version: `updatedAt`, except for answers that a restore wrote, which get a new time.
   */
  serverUpdatedAt: string;
  /** The server's ids. A deletion only concerns the record and dataset that held the answer. */
  recordId: string;
  datasetId: string;
  /** ISO 8601 UTC: when the pull that saw this version started. */
  pulledAt: string;
  /**
   * The record's external id if it is not the prompt's id. If it is the id of a prompt of the campaign, somebody gave
   * that record another text.
   */
  label?: string;
  /** What the rater answered to the dataset's other questions: JSON text of `{question: value}`, keys sorted. */
  others?: string;
  /**
   * Does not count, because the rater answered the same text on another record, too. It only says to which text the
   * answer on this record is, in case the record gets another one.
   */
  aside?: true;
}

/** Answers that were given elsewhere before the campaign began, and that it took over: see src/ratings/earlier-rounds.ts. */
export interface EarlierRound {
  id: string;
  /** `owner/name@commit` of a dataset on the Hub, or the name of a campaign whose release was in a folder. */
  origin: string;
}

/** What a round contributed. */
export interface RoundCounts {
  /** From 1; the campaign's own answers are the last one. */
  round: number;
  /** null = the campaign itself. */
  origin: string | null;
  /** Prompts with a submitted answer. */
  prompts: number;
  /** Submitted answers. */
  answers: number;
  /** People who gave them. */
  raters: number;
  /** Days of the first and the last of them, such as `2026-03-01`; null = no time is known. */
  first: string | null;
  last: string | null;
}

/** One submitted rating. */
export interface Rating {
  rater: string;
  item: string;
  value: number;
  /** ISO 8601 UTC: when the person first gave it. */
  answeredAt?: string;
}

/** What is known about an item besides its ratings. */
export interface ItemFacts {
  kind: PromptKind;
  source: string;
  /** Unicode code points. */
  length?: number;
  /** The wave in which it came in, from 1. */
  wave?: number;
}

export interface RankedItem {
  item: string;
  /** 1 = best. */
  rank: number;
  /** On the question's scale; null without answers. */
  score: number | null;
  scoreLow: number | null;
  scoreHigh: number | null;
  tier: string | null;
  mean: number | null;
  answers: number;
  /** Share of the most common value; null below two answers. */
  agreementRatio: number | null;
}

/** Low and High are the ends of 95 % intervals. */
export interface RankedRater {
  rater: string;
  answers: number;
  mean: number;
  /** null below two answers. */
  meanLow: number | null;
  meanHigh: number | null;
  /**
   * How much lower than an average rater this one rates the same items, on the question's scale; positive = stricter.
   * Estimated by the model, like the discrimination; both are null if all ratings are equal.
   */
  severity: number | null;
  severityLow: number | null;
  severityHigh: number | null;
  /** How closely the answers follow the quality: 1 = as usual, 0 = not at all. */
  discrimination: number | null;
  discriminationLow: number | null;
  discriminationHigh: number | null;
  /**
   * Correlation with the mean of the others over shared items; null with fewer than three of them, or without spread.
   */
  consistency: number | null;
  consistencyLow: number | null;
  consistencyHigh: number | null;
  /** Share of equal pairs among the pairs with another rater on the same item; null without pairs. */
  agreement: number | null;
  /** Median seconds from one answer to the next in a session; null if too few times are known. */
  paceSeconds: number | null;
  paceSecondsLow: number | null;
  paceSecondsHigh: number | null;
  /**
   * `careless`: the consistency is almost certainly below half of the median rater's; `constant`: ten or more answers,
   * all equal; `copies`: more answers equal those of another rater than two independent raters would give.
   */
  flags: string[];
}

export type AgreementName =
  | 'alphaNominal'
  | 'alphaOrdinal'
  | 'alphaInterval'
  | 'fleissKappa'
  | 'gwetAc2'
  | 'exactAgreement'
  | 'withinOneAgreement'
  | 'agreementRatio';

/**
 * Statistics of agreement, as src/rank/agreement/statistics.ts defines them, and their numbers of items and answers.
 */
export interface Agreement extends Record<AgreementName, AgreementEstimate> {
  /** Items with an answer, and all answers. */
  items: number;
  answers: number;
  /** Items with two or more answers, and the answers on them. */
  pairableItems: number;
  pairableAnswers: number;
}

/** Low and high are the ends of a 95 % interval; null = can't be estimated. */
export type AgreementEstimate =
  | { value: number; low: number | null; high: number | null; reason: null }
  /** Undefined; `reason` says why in words. */
  | { value: null; low: null; high: null; reason: string };

/** A way to divide items into groups. The groups are in display order. */
export interface Grouping {
  by: 'kind' | 'source' | 'length' | 'period';
  /** Item → name of its group. Items that are missing here belong to none. */
  groupOf: ReadonlyMap<string, string>;
  groups: readonly string[];
}

export interface AgreementAnalysis {
  overall: Agreement;
  /** For groupings with two or more groups. */
  groups: { by: Grouping['by']; group: string; agreement: Agreement }[];
}

export type FactorName =
  | 'kind'
  | 'kind_within_sources'
  | 'source'
  | 'length'
  | 'position'
  | 'time'
  | 'experience'
  | 'wave';

/** The effect of one factor on ratings or on disagreement, all other factors held equal. */
export interface FactorEffect {
  factor: FactorName;
  /** What is compared with what, or what the effect belongs to. */
  contrast: string;
  /** In steps of the question's scale, with the ends of its 95 % interval. */
  effect: number;
  low: number;
  high: number;
  /** Whether it differs from 0 after Holm's correction for all effects of the same model, at 5 %. */
  holds: boolean;
  /** In plain words. */
  sentence: string;
}

/** Effects on the rating itself, and on its distance from others' ratings of the same item. */
export interface FactorAnalysis {
  ratings: FactorEffects;
  disagreement: FactorEffects;
}

/** `reason` says in words why there are no effects. */
export type FactorEffects =
  | { effects: FactorEffect[]; answers: number; reason: null }
  | { effects: null; answers: number; reason: string };

/** How often each value was given, and the mean of all of them. */
export interface ValueSummary {
  /** Items with an answer, and all answers. */
  items: number;
  answers: number;
  /** Answers of each value of the scale. */
  counts: number[];
  mean: number;
  /** Ends of the mean's 95 % interval; null = can't be estimated: see src/rank/summary/clustered-mean.ts. */
  low: number | null;
  high: number | null;
}

/** The ratings as they were given: counts and means only, no model. */
export interface RatingSummary {
  /** Values of the scale, ascending. */
  scale: readonly number[];
  /** null without a rating. */
  overall: ValueSummary | null;
  /** Groups with an answer, in the order of their grouping. */
  groups: { by: Grouping['by']; group: string; summary: ValueSummary }[];
  /** First answers per day (UTC), ascending, without empty days; empty if no rating has a time. */
  days: { day: string; answers: number }[];
}

export interface Ranking {
  items: RankedItem[];
  raters: RankedRater[];
  /** Number of ratings that the ranking is computed from. */
  ratings: number;
  /** Mean agreement ratio over items with two or more answers; null if there are none. */
  agreement: number | null;
  /**
   * Which differences between raters the scores account for, as far as the answers give evidence: none (`alike`),
   * severity, or also discrimination and spread (`full`). `none` = all ratings are equal, and there is no model.
   */
  raterModel: 'none' | 'alike' | 'severity' | 'full';
  agreementAnalysis: AgreementAnalysis;
  summary: RatingSummary;
  /** null if nothing is known about the items but their ratings. */
  factors: FactorAnalysis | null;
}

export type StepAction = 'create' | 'update' | 'keep' | 'delete' | 'publish' | 'restart' | 'refuse';

/** One line of a plan: what happens to what, and why; `keep` is a decision too. */
export interface Step {
  action: StepAction;
  target: string;
  why: string;
}

/** What a verb reports while it works. The terminal is one listener. */
export type Event =
  /** `total` null = unknown. `unit` is named if it is not single things. */
  | { type: 'progress'; task: string; done: number; total: number | null; unit?: 'bytes' }
  | { type: 'step'; step: Step }
  | { type: 'info'; text: string }
  | { type: 'warning'; text: string };

export type Emit = (event: Event) => void;
