/** The nouns that all parts share. Types only: nothing here runs. */

export type PromptKind = 'human' | 'synthetic' | 'unknown';
export type Scalar = string | number | boolean | null;

/** One place prompts come from, as resolved from prank.yaml. */
export interface Source {
  id: string;
  /** Globs relative to the campaign's folder; empty for a Hub source. */
  files: string[];
  /** A Hub dataset; files in it are chosen by `path`. */
  hub: { dataset: string; revision: string; path: string } | null;
  /** Field delimiter of csv files, one character; null = told from the header line (csv) or a tab (tsv). */
  delimiter: string | null;
  /** Paths such as `conversations[0].value`, tried in order until one holds text. */
  promptPaths: string[];
  /** Path → allowed values; a record passes when every path holds one of its values. */
  where: Record<string, Scalar[]>;
  kind: PromptKind | { column: string; map: Record<string, PromptKind> };
  license: string | null;
  /** Name in the dataset → path in the source. */
  metadata: Record<string, string>;
  /** What becomes of a row that can't be read: the build fails, or it is counted and left out. */
  onBadRow: 'fail' | 'skip';
  /** Prompts to draw; 'all' beside a build `size` = fills up what the others leave, together with its like. */
  take: number | 'all';
  /** Share of the build's `size`, instead of `take`. */
  share: number | null;
  /** How what is drawn spreads over the values of a column; null = as they come. */
  strata: Strata | null;
  /** false = left out of the build; kept in the file so that its reason stays readable. */
  enabled: boolean;
}

export interface Strata {
  /** Column or path that holds the stratum. */
  by: string;
  /** As in the source, all alike as far as they reach, or the share of each value; values that have none are left out. */
  shares: 'proportional' | 'equal' | Record<string, number>;
}

export interface BuildSettings {
  /** Prompts of the whole; null = what the sources give. */
  size: number | null;
  /** Characters (Unicode code points) after trimming, both ends included. */
  length: { min: number; max: number };
  /** Regular expressions; a prompt that one of them matches is dropped. */
  drop: string[];
  /** Jaccard similarity over runs of `words` words from which on two prompts count as one; null = exact only. */
  nearDuplicates: { words: number; threshold: number } | null;
  /** Languages to keep, ISO 639-1; `unknown` = what becomes of prompts whose language can't be told. null = all. */
  language: { keep: string[]; unknown: 'keep' | 'drop' } | null;
  /** What becomes of e-mail addresses, phone numbers, keys and the like in prompts. */
  pii: 'keep' | 'redact' | 'drop';
  /** Prompts of these must not be in the dataset; their ids are `build.exclude[0]` and so on. */
  exclude: Source[];
  shortage: 'fail' | 'accept';
}

/** Which engine makes the prompts, and how it is started: nothing of it changes a row of the result. */
export interface EngineSettings {
  /** `auto` = DuckDB, until the input is too large for this machine. */
  engine: 'duckdb' | 'spark' | 'auto';
  spark: SparkSettings;
}

export interface SparkSettings {
  /** Such as `yarn` or `local[2]`; null = as Spark is configured. */
  master: string | null;
  /** Passed on to Spark as it is. */
  conf: Record<string, string>;
  /** Node on the machines of the cluster; null = this one is sent along. */
  node: string | null;
  /** A path to which Spark also writes all that the sample is drawn from, as parquet; null = nowhere. */
  output: string | null;
}

export interface Question {
  name: string;
  title: string;
  /** The scale, ascending, 2–11 distinct integers within 0–10. */
  values: number[];
  /** What each value means, as many as values, or none. */
  labels: string[];
}

export type MetadataType = 'terms' | 'integer' | 'float';

/** A metadata property that is sent to Argilla for the organizer's filters. */
export interface MetadataProperty {
  name: string;
  type: MetadataType;
  visible: boolean;
}

export interface Task {
  workspace: string;
  dataset: string;
  /** Markdown text that raters read; null when there is none. */
  guidelines: string | null;
  question: Question;
  /** Submitted answers that complete a prompt. */
  overlap: number;
  /** Prompts that are live at a time. */
  wave: number | 'all';
  metadata: MetadataProperty[];
}

export type Target = SpaceTarget | { type: 'url'; url: string } | { type: 'local' };

/** Argilla on a Hugging Face Space. */
export interface SpaceTarget {
  type: 'space';
  /** `owner/name`. */
  space: string;
  /** null = as it is; a new Space gets the free one. */
  hardware: string | null;
  /** Hours without a visitor after which it sleeps; null = as it is, or the default on hardware that costs. */
  sleepHours: number | 'never' | null;
  storage: 'bucket' | 'none';
  /** Variable that holds the address of an external database; null = the Space's own. */
  databaseEnv: string | null;
}

export type RaterPrivacy = 'pseudonym' | 'username' | 'omit';

export interface PublishSettings {
  /** Hub dataset `owner/name`; null = folder only. */
  dataset: string | null;
  license: string;
  raters: RaterPrivacy;
  minResponses: number;
  /** Source id → why its prompts may be published although its licence does not say so. */
  licenseDecisions: Record<string, string>;
  exports: ExportSettings;
  /** Whom to cite; empty = the owner of the dataset. */
  authors: string[];
  /** Raters who want to be named, as they want to be called. */
  thanks: string[];
  dashboard: DashboardSettings;
  backup: string | null;
}

/** The page about the campaign that comes with every release. */
export interface DashboardSettings {
  /** Static Space `owner/name` that shows it; null = the file in the release alone. */
  space: string | null;
  /** Raters on the leaderboard; null = there is none. */
  leaderboard: number | null;
  /** Usernames of raters who are not to be listed. */
  optOut: string[];
}

/** Files of a release that models are trained with; null = not made. */
export interface ExportSettings {
  top: TopExport | null;
  preferences: PreferenceExport | null;
}

/** Prompts whose score is surely high. */
export interface TopExport {
  /** On the question's scale. */
  score: number;
  /** Probability that a prompt's score is at least that, 0.5 to 0.999. */
  certainty: number;
}

/** Pairs of prompts that are surely told apart. */
export interface PreferenceExport {
  /** Pairs at most. */
  max: number;
  /** What the two prompts of a pair have in common. */
  within: 'any' | 'source' | 'kind';
}

/** One prank.yaml, resolved: every default filled in, every rule held. */
export interface Campaign {
  name: string;
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

/** What the build of the prompts counted in one source, as `.prank/manifest.json` holds it. */
export interface ManifestSource {
  id: string;
  /** A dataset on the Hub; null = files of the campaign's folder. */
  dataset: string | null;
  /** Rows. */
  read: number;
  /** Prompts. */
  kept: number;
  files: string[];
}

/** What other parts read of `.prank/manifest.json`; the build writes more into it, for people. */
export interface BuildManifest {
  version: 1;
  sources: ManifestSource[];
}

export type ResponseStatus = 'submitted' | 'discarded' | 'draft';

/** What the server holds of one rater's answer on one prompt, or that it is gone. */
export interface ResponseEvent {
  promptId: string;
  /** Argilla's user id, a UUID: stable across renames and restores. */
  raterId: string;
  /** Username at the time of the pull; null when the server no longer knows the user. */
  rater: string | null;
  status: ResponseStatus | 'deleted';
  /** The rating; null when none was chosen. */
  value: number | null;
  /** ISO 8601 UTC: when the person first gave it, and when they last changed it. */
  insertedAt: string;
  updatedAt: string;
  /** The server's own stamp of this version: `updatedAt`, but for answers that a restore wrote, which it stamps anew. */
  serverUpdatedAt: string;
  /** The server's ids: a deletion is told only about the record and dataset that held the answer. */
  recordId: string;
  datasetId: string;
  /** ISO 8601 UTC: when the pull that saw this version started. */
  pulledAt: string;
}

/** One submitted rating. */
export interface Rating {
  rater: string;
  item: string;
  value: number;
  /** ISO 8601 UTC: when it was first given. */
  answeredAt?: string;
}

/** What is known of an item beside its ratings. */
export interface ItemFacts {
  kind: PromptKind;
  source: string;
  /** Unicode code points. */
  length?: number;
  /** Which wave it came in, from 1. */
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
   * By the model, like the discrimination; both null where all ratings are equal.
   */
  severity: number | null;
  severityLow: number | null;
  severityHigh: number | null;
  /** How much the answers follow the quality: 1 = as usual, 0 = not at all. */
  discrimination: number | null;
  discriminationLow: number | null;
  discriminationHigh: number | null;
  /** Correlation with the mean of the others over shared items; null below three of them or without spread. */
  consistency: number | null;
  consistencyLow: number | null;
  consistencyHigh: number | null;
  /** Share of pairs with another rater on the same item that are equal; null without pairs. */
  agreement: number | null;
  /** Median seconds from one answer to the next in a session; null where too few times are known. */
  paceSeconds: number | null;
  paceSecondsLow: number | null;
  paceSecondsHigh: number | null;
  /**
   * `careless`: the consistency is surely below half of the median rater's; `constant`: ten or more answers, all equal;
   * `copies`: too many answers are equal to those of another rater to be given by each on their own.
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

/** Statistics of agreement, as src/rank/agreement/statistics.ts defines them, and what they rest on. */
export interface Agreement extends Record<AgreementName, AgreementEstimate> {
  /** Items with an answer, and all answers. */
  items: number;
  answers: number;
  /** Items with two or more answers, and the answers on them. */
  pairableItems: number;
  pairableAnswers: number;
}

/** Low and high are the ends of a 95 % interval, null when it can't be told. */
export type AgreementEstimate =
  | { value: number; low: number | null; high: number | null; reason: null }
  /** Undefined, and why in words. */
  | { value: null; low: null; high: null; reason: string };

/** A way to tell groups of items apart, in the order in which the groups are shown. */
export interface Grouping {
  by: 'kind' | 'source' | 'length' | 'period';
  /** Item → name of its group; items that are missing belong to none. */
  groupOf: ReadonlyMap<string, string>;
  groups: readonly string[];
}

export interface AgreementAnalysis {
  overall: Agreement;
  /** Where a grouping tells two or more groups apart. */
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

/** What one factor does to ratings or to disagreement, all others held equal. */
export interface FactorEffect {
  factor: FactorName;
  /** What is compared with what, or what the effect is for. */
  contrast: string;
  /** In steps of the question's scale, with the ends of its 95 % interval. */
  effect: number;
  low: number;
  high: number;
  /** Whether it is told from 0 after Holm's correction for all effects of the same model, at 5 %. */
  holds: boolean;
  /** In plain words. */
  sentence: string;
}

/** Effects on the rating itself, and on its distance from what others gave to the same item. */
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
  /** Ends of its 95 % interval, null when it can't be told: see src/rank/summary/clustered-mean.ts. */
  low: number | null;
  high: number | null;
}

/** The ratings as they were given: no model, only counts and means. */
export interface RatingSummary {
  /** Values of the scale, ascending. */
  scale: readonly number[];
  /** null without a rating. */
  overall: ValueSummary | null;
  /** Groups with an answer, in the order of their grouping. */
  groups: { by: Grouping['by']; group: string; summary: ValueSummary }[];
  /** First answers of each day (UTC) that has one, ascending; empty where no rating has a time. */
  days: { day: string; answers: number }[];
}

export interface Ranking {
  items: RankedItem[];
  raters: RankedRater[];
  /** Number of ratings the ranking rests on. */
  ratings: number;
  /** Mean agreement ratio over items with two or more answers; null when there are none. */
  agreement: number | null;
  /**
   * How far the scores tell raters apart: not at all, by severity, or by discrimination and spread too, as the answers
   * give evidence for it; `none` = all ratings are equal, and there is no model.
   */
  raterModel: 'none' | 'alike' | 'severity' | 'full';
  agreementAnalysis: AgreementAnalysis;
  summary: RatingSummary;
  /** null when nothing is known of the items but their ratings. */
  factors: FactorAnalysis | null;
}

export type StepAction = 'create' | 'update' | 'keep' | 'delete' | 'publish' | 'restart' | 'refuse';

/** One line of a plan: what happens to what, and why; `keep` is a decision too. */
export interface Step {
  action: StepAction;
  target: string;
  why: string;
}

/** What a verb tells while it works. The terminal is one listener of it. */
export type Event =
  /** `total` null = nobody knows how much is to come; a unit other than single things is named. */
  | { type: 'progress'; task: string; done: number; total: number | null; unit?: 'bytes' }
  | { type: 'step'; step: Step }
  | { type: 'info'; text: string }
  | { type: 'warning'; text: string };

export type Emit = (event: Event) => void;
