import { randomBytes } from 'node:crypto';
import type { BackupPorts } from '../../campaign/backup/repository.ts';
import type { Campaign } from '../../model.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { Context } from '../context.ts';
import { withScratchFolder } from './scratch-folder.ts';

/** What a backup needs of the campaign's folder and of the Hub; the Hub is opened when a backup is first asked for. */
export function createBackupPorts(context: Context, campaign: Campaign): BackupPorts {
  const { dir } = campaign;
  return {
    openHub: () => context.openHub({ dir, resource: `datasets/${campaign.publish?.backup ?? ''}` }),
    logDir: campaignPaths.ratings(dir),
    promptsPath: campaignPaths.prompts(dir),
    buildManifestPath: campaignPaths.manifest(dir),
    withScratchFolder,
    emit: context.emit,
    randomSuffix: () => randomBytes(4).toString('hex'),
  };
}
