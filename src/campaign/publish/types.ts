import type { Emit, PublishSettings } from '../../model.ts';
import type { ReleaseInput, WriteOptions } from '../../release/write-release.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { PublishedDashboard } from './dashboard-plan.ts';

export interface PublishOptions {
  dryRun?: boolean;
  /** Folder of the release; `.prank/release` of the campaign unless given. */
  dir?: string;
  /** false = make the folder, and leave the Hub alone. */
  upload?: boolean;
}

/** A campaign that says how it is published. */
export type PublishingCampaign = OpenCampaign & { publish: PublishSettings };

/** What the steps of a publish share. */
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
