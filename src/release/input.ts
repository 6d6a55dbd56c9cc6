import type {
  BuildManifest,
  Campaign,
  DashboardSettings,
  EarlierRound,
  Prompt,
  PublishSettings,
  Ranking,
  ResponseEvent,
  Source,
  Target,
  Task,
} from '../model.ts';
import type { ReleaseNews } from './card/change-list.ts';

/** What a release says of its campaign. All of it is public. */
export interface ReleasedCampaign extends Pick<Campaign, 'name' | 'seed'> {
  sources: readonly ReleasedSource[];
  build: Pick<Campaign['build'], 'language'>;
  task: Pick<Task, 'dataset' | 'guidelines' | 'question' | 'overlap'>;
  target: Pick<Target, 'type'> & { space?: string | undefined };
  publish: ReleasedSettings;
}

export type ReleasedSource = Pick<Source, 'id' | 'license' | 'hub' | 'files' | 'enabled'>;

export interface ReleasedSettings extends Pick<
  PublishSettings,
  | 'dataset'
  | 'license'
  | 'licenseLink'
  | 'raters'
  | 'minResponses'
  | 'licenseDecisions'
  | 'exports'
  | 'authors'
  | 'thanks'
> {
  dashboard: Pick<DashboardSettings, 'space' | 'leaderboard'>;
}

/** Everything a release is made from. Equal inputs, in any order, give equal bytes. */
export interface ReleaseInput {
  campaign: ReleasedCampaign;
  prompts: readonly Prompt[];
  /** What the build of these prompts counted; null if the build ran elsewhere and only the prompts are here. */
  manifest: BuildManifest | null;
  /** The submitted and discarded answers to these prompts. Rater ids are published names, as `nameAnswers` gives them. */
  answers: readonly ResponseEvent[];
  /** Items are prompt ids, raters are published names. */
  ranking: Ranking;
  /** The version of the model that ranked. */
  model: number;
  /** Raters who don't want to be listed anywhere, by published name. Their answers count all the same. */
  unlisted: ReadonlySet<string>;
  /** Prompt id → its wave, from 1. */
  waves: ReadonlyMap<string, number>;
  /** A program made up the ratings, and the card must say so. */
  simulated: boolean;
  /** Left out, the card has no marks. */
  marks?: ReleaseMarks;
  /** Rounds before the campaign; their answers have the id of the round as `datasetId`. Left out, there are none. */
  rounds?: readonly EarlierRound[];
  /** What is new in this release, once it has a version number. */
  news?: ReleaseNews;
}

/** What the next release is compared with, so that nobody replaces it with that of another campaign. */
export interface ReleaseMarks {
  /** Id of the campaign. */
  campaign: string;
  /** Fingerprint of the key of the pseudonyms; null = the release has none. */
  pseudonyms: string | null;
}
