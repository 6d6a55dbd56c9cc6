import { campaignPaths } from '../../folder/campaign-paths.ts';
import { downloadFromBackup, type BackupTarget, type BackupView } from './repository.ts';

/**
 * Brings the prompts of the backup, and what their build counted, to where the campaign's folder has its own. The counts
 * come first: prompts that are here are taken for a whole build.
 */
export async function restoreBuild(target: BackupTarget, view: BackupView): Promise<void> {
  const { dir } = target.campaign;
  const { prompts = null, build = null } = view.manifest?.current ?? {};
  if (prompts === null) return;
  if (build !== null) await downloadFromBackup(target, view, new Map([[build, campaignPaths.manifest(dir)]]));
  await downloadFromBackup(target, view, new Map([[prompts, campaignPaths.prompts(dir)]]));
}
