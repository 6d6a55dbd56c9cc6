import type { DataFile } from '../lib/readers/data-file.ts';
import type { BuildSettings, Source } from '../model.ts';
import type { Normalization } from './normalize-prompt.ts';
import type { PinnedDataset } from './sources/hub-files.ts';

/** One file that a build reads. Its path is relative to the campaign's folder or the dataset, with forward slashes. */
export interface PlannedFile extends DataFile {
  sizeBytes: number;
  /** Only known before reading for files that Spark listed. */
  sha256?: string;
}

/** Whether a path is an address such as s3a://bucket/name.jsonl, which only Spark can read. */
export function isRemote(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(path);
}

/** One enabled source with its files in the order of `compareText`. */
export interface PlannedSource {
  source: Source;
  /** null = files in the campaign's folder. */
  pinned: PinnedDataset | null;
  files: PlannedFile[];
}

/** Everything an engine needs to make the prompts: plain data, decided before anything is read. */
export interface BuildPlan {
  seed: number;
  /** Not a setting: the lock decides, so that a campaign keeps its prompt ids. */
  normalization: Normalization;
  settings: BuildSettings;
  sources: PlannedSource[];
  /** Texts that must not be in the dataset. */
  exclude: PlannedSource[];
}

/** Everything a build reads. */
export function plannedReads({ sources, exclude }: BuildPlan): PlannedSource[] {
  return [...sources, ...exclude];
}

/** Why a row is not in the dataset, in the order in which the filters apply. */
export const dropReasons = [
  'bad_row',
  'where',
  'no_prompt',
  'too_short',
  'too_long',
  'pattern',
  'language',
  'personal_data',
  'excluded',
  'duplicate',
  'near_duplicate',
  'not_sampled',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** Counts by reason. Reasons that never applied are left out. */
export type DropCounts = Partial<Record<DropReason, number>>;
