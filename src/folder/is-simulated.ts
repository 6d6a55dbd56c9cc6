import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { isPresent } from '../lib/files/read-text.ts';
import { campaignPaths } from './campaign-paths.ts';

/** Whether `prank demo` made the campaign in `dir`, so that its answers are simulated. */
export async function isSimulated(dir: string): Promise<boolean> {
  return isPresent(campaignPaths.simulated(dir));
}

/** Marks the answers of the campaign in `dir` as simulated; creates the folder if it is missing. */
export async function markSimulated(dir: string): Promise<void> {
  await writeFileWhole(campaignPaths.simulated(dir), 'The answers of this campaign come from simulated raters.\n');
}
