import type { TargetEdit } from '../../config/edit-config.ts';
import type { Emit } from '../../model.ts';
import type { CampaignFolder } from '../open/types.ts';
import type { FoundCampaign } from './found.ts';

/** Which dataset on the Hub to adopt. */
export interface DatasetOptions {
  from: 'hub';
  /** `owner/name`, or `owner/name@revision` with a commit, branch or tag. */
  dataset: string;
  /** Where raters of the next round answer; the embedded server unless given. */
  target?: TargetEdit | undefined;
}

/** Which release in a folder to adopt. */
export interface ReleaseOptions {
  from: 'release';
  path: string;
  /** As above. */
  target?: TargetEdit | undefined;
}

/** Reads a release of prank on the Hub, or a table of prompts with a list of answers each. */
export async function readDataset(
  _folder: CampaignFolder,
  { dataset }: DatasetOptions,
  _emit: Emit,
): Promise<FoundCampaign> {
  throw new Error(`${dataset}: not written yet`);
}

/** Reads a release of prank in a folder. */
export async function readReleaseFolder({ path }: ReleaseOptions, _emit: Emit): Promise<FoundCampaign> {
  throw new Error(`${path}: not written yet`);
}
