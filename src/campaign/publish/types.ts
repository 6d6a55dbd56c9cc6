import type { HubConnection } from '../../hub/connection.ts';
import type { BuildManifest, Prompt, ResponseEvent } from '../../model.ts';
import type { EarlierCard, ReleaseInput, WrittenRelease } from '../../release/write-release.ts';
import type { RankRatings } from '../rank.ts';
import type { PublishedDashboard } from './dashboard-plan.ts';

export interface PublishPorts {
  /** Left out = in this thread, which hears nothing else meanwhile. */
  rankItems?: RankRatings;
  readPrompts: () => Promise<Prompt[]>;
  /** What the build counted; null = the prompts were built elsewhere. */
  readManifest: () => Promise<BuildManifest | null>;
  readLog: () => Promise<ResponseEvent[]>;
  /** The campaign's key for pseudonyms; `isFirst` = no release has names made with another one, so it may be made. */
  pseudonymKey: (isFirst: boolean) => Promise<string>;
  /** Writes the release folder; the answer tells whether any file differs from what was there. */
  writeRelease: (dir: string, input: ReleaseInput, card?: EarlierCard) => Promise<WrittenRelease>;
  /** What is in `dir` already, compared without writing. */
  compareRelease: (dir: string, input: ReleaseInput) => Promise<WrittenRelease>;
  /** Runs with a folder that is gone afterwards. */
  withScratchFolder: <T>(work: (dir: string) => Promise<T>) => Promise<T>;
  /** The answers come from `prank demo`, which the card must say. */
  isSimulated: () => Promise<boolean>;
  openHub: () => Promise<HubConnection>;
  /** The same Hub for the Space of the dashboard: tokens from OIDC are good for one repository. */
  openSpaceHub: () => Promise<HubConnection>;
  /** Page of the run that publishes, for the commit; null outside of CI. */
  runUrl: string | null;
}

export interface PublishOptions {
  dryRun: boolean;
  dir: string;
  /** false = the folder is all that is asked for. */
  upload: boolean;
}

export interface PublishResult {
  dir: string;
  rows: number;
  /** Whether the folder, or with an upload the dataset on the Hub, differed from this release. */
  changed: boolean;
  /** The commit that was made, or tagged where an earlier run was cut; else null. */
  commit: string | null;
  tag: string | null;
  dashboard: {
    /** The page in the folder. */
    file: string;
    /** null = prank.yaml names none, or nothing was uploaded. */
    space: PublishedDashboard | null;
  };
}

/** What became of the dataset. */
export type ReleaseResult = Omit<PublishResult, 'dir' | 'dashboard'>;

/** The input of the release, once it is known whether it is the first one. */
export type MakeInput = (isFirst: boolean) => Promise<ReleaseInput>;
