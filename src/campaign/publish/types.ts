import type { Emit, PublishSettings } from '../../model.ts';
import type { ReleaseInput, WriteOptions } from '../../release/write-release.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { ReleasedNames } from '../pseudonyms/release-key.ts';
import type { PublishedDashboard } from './dashboard-plan.ts';

export interface PublishOptions {
  dryRun?: boolean;
  /** Folder of the release; `.prank/release` of the campaign unless given. */
  dir?: string;
  /** false = only make the folder, and leave the Hub alone. */
  upload?: boolean;
  /** Nobody looks at it: makes no first release unless `publish.auto`, and none before `publish.every` has passed. */
  unattended?: boolean;
  /** Accept a key of the pseudonyms that differs from that of the last release, or make a new one. */
  newPseudonyms?: boolean;
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
  unattended: boolean;
  newPseudonyms: boolean;
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
  /** Why the release was only written to the folder, although the Hub has not got it; null = it was not held back. */
  held: HeldRelease | null;
  /** Files that somebody added to the dataset on the Hub. They are no part of the release. */
  foreignFiles: string[];
  dashboard: {
    /** The page in the folder. */
    file: string;
    /** null = prank.yaml names none, or nothing was uploaded. */
    space: PublishedDashboard | null;
  };
}

export interface HeldRelease {
  /** `first` = a person makes the first release; `every` = the last one is too recent. */
  reason: 'first' | 'every';
  /** When the next sync may make it; ISO 8601 UTC. null = when a person has made the first one. */
  until: string | null;
}

/** What happened to the dataset. */
export type ReleaseResult = Omit<PublishResult, 'dir' | 'dashboard'>;

export interface MadeInput {
  input: ReleaseInput;
  /** Notes in the backup which key its pseudonyms are made with. Called before anything is published. */
  noteKey: () => Promise<void>;
}

/**
 * Makes the input of the release, which depends on the names in the last one; null = there is none. A preview only goes
 * to the folder, so it needs no key that must be kept.
 */
export type MakeInput = (released: ReleasedNames | null, options?: { preview: boolean }) => Promise<MadeInput>;
