import type { Emit, PublishSettings } from '../../model.ts';
import type { ReleaseInput, WriteOptions } from '../../release/write-release.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { PublishedDashboard } from './dashboard-plan.ts';

export interface PublishOptions {
  dryRun?: boolean;
  /** Folder of the release; `.prank/release` of the campaign unless given. */
  dir?: string;
  /** false = only make the folder, and leave the Hub alone. */
  upload?: boolean;
}

/** A campaign with publish settings. */
export type PublishingCampaign = OpenCampaign & { publish: PublishSettings };

/** State that the steps of a publish share. */
export interface PublishWork {
  campaign: PublishingCampaign;
  making: WriteOptions;
  /** Folder of the release. */
  dir: string;
  dryRun: boolean;
  upload: boolean;
  emit: Emit;
}

export interface PublishResult {
  dir: string;
  rows: number;
  /** Whether the folder, or with an upload the dataset on the Hub, differed from this release. */
  changed: boolean;
  /** The commit that was made, or that was tagged because an earlier run was interrupted; otherwise null. */
  commit: string | null;
  tag: string | null;
  /** Files that somebody added to the dataset on the Hub. They are no part of the release. */
  foreignFiles: string[];
  dashboard: {
    /** The page in the folder. */
    file: string;
    /** null = prank.yaml names none, or nothing was uploaded. */
    space: PublishedDashboard | null;
  };
}

/** What happened to the dataset. */
export type ReleaseResult = Omit<PublishResult, 'dir' | 'dashboard'>;

/** Makes the input of the release, which depends on whether it is the first one. */
export type MakeInput = (isFirst: boolean) => Promise<ReleaseInput>;
