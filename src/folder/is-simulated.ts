import { isPresent } from '../lib/files/read-text.ts';
import { campaignPaths } from './campaign-paths.ts';

/** Whether the campaign in `dir` is one that `prank demo` made, so that its answers are simulated. */
export async function isSimulated(dir: string): Promise<boolean> {
  return isPresent(campaignPaths.simulated(dir));
}
