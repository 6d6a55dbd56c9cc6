import { access } from 'node:fs/promises';
import type { PublishPorts } from '../campaign/publish.ts';
import type { Campaign } from '../model.ts';
import { compareRelease, writeRelease } from '../release/write-release.ts';
import { campaignPaths } from './campaign-paths.ts';
import type { Context } from './context.ts';

/** What publish needs of the campaign's folder. */
export function createPublishPorts(context: Context, campaign: Campaign): PublishPorts {
  return {
    readPrompts: () => context.readPrompts(campaign),
    readLog: () => context.readLog(campaign),
    pseudonymKey: () => context.pseudonymKey(campaign),
    writeRelease,
    compareRelease,
    isSimulated: () => exists(campaignPaths.simulated(campaign.dir)),
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
