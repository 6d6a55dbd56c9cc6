import type { BuildManifest, Campaign, Prompt, PublishSettings, Ranking, ResponseEvent } from '../model.ts';
import type { ReleaseNews } from './card/change-list.ts';

/** All that a release is made of; equal inputs, in whatever order, give equal bytes. */
export interface ReleaseInput {
  campaign: Campaign & { publish: PublishSettings };
  prompts: readonly Prompt[];
  /** What the build of these prompts counted; null = it was made elsewhere, and only the prompts are here. */
  manifest: BuildManifest | null;
  /** The answers that stand; drafts and answers on other prompts are left aside. */
  answers: readonly ResponseEvent[];
  /** Items are prompt ids, raters are rater ids. */
  ranking: Ranking;
  /** Published name of a rater; not asked when `publish.raters` is `omit`. */
  raterName: (raterId: string) => string;
  /** Ids of raters who want to be listed nowhere; their answers count all the same. */
  unlisted: ReadonlySet<string>;
  /** Prompt id → the wave that it comes in, from 1. */
  waves: ReadonlyMap<string, number>;
  /** The ratings were made up by a program, which the card must say. */
  simulated: boolean;
  /** What is new in this release, once it has a number. */
  news?: ReleaseNews;
}
