import type { BuildManifest, Campaign, Prompt, PublishSettings, Ranking, ResponseEvent } from '../model.ts';
import type { ReleaseNews } from './card/change-list.ts';

/** Everything a release is made from. Equal inputs, in any order, give equal bytes. */
export interface ReleaseInput {
  campaign: Campaign & { publish: PublishSettings };
  prompts: readonly Prompt[];
  /** What the build of these prompts counted; null if the build ran elsewhere and only the prompts are here. */
  manifest: BuildManifest | null;
  /** The current answers. Drafts and answers to other prompts are ignored. */
  answers: readonly ResponseEvent[];
  /** Items are prompt ids, raters are rater ids. */
  ranking: Ranking;
  /** Published name of a rater. Not called if `publish.raters` is `omit`. */
  raterName: (raterId: string) => string;
  /** Ids of raters who don't want to be listed anywhere. Their answers count all the same. */
  unlisted: ReadonlySet<string>;
  /** Prompt id → its wave, from 1. */
  waves: ReadonlyMap<string, number>;
  /** A program made up the ratings, and the card must say so. */
  simulated: boolean;
  /** Left out, the card has no marks. */
  marks?: ReleaseMarks;
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
