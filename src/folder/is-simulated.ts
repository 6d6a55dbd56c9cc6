import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { isPresent } from '../lib/files/read-text.ts';
import { campaignPaths } from './campaign-paths.ts';

/** Whether the campaign in `dir` is one that `prank demo` made, so that its answers are simulated. */
export async function isSimulated(dir: string): Promise<boolean> {
  return isPresent(campaignPaths.simulated(dir));
}

/** Says that the answers of the campaign in `dir` are simulated; makes the folder when it is missing. */
export async function markSimulated(dir: string): Promise<void> {
  await writeFileWhole(campaignPaths.simulated(dir), 'The answers of this campaign come from simulated raters.\n');
}
