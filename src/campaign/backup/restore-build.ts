import { campaignPaths } from '../../folder/campaign-paths.ts';
import { downloadFromBackup, type BackupTarget, type BackupView } from './repository.ts';

/**
 * Downloads the backup's prompts and their build manifest into the campaign's folder. The manifest comes first, because
 * prompts that are present count as a complete build.
 */
export async function restoreBuild(target: BackupTarget, view: BackupView): Promise<void> {
  const { dir } = target.campaign;
  const { prompts = null, build = null } = view.manifest?.current ?? {};
  if (prompts === null) return;
  if (build !== null) await downloadFromBackup(target, view, new Map([[build, campaignPaths.manifest(dir)]]));
  await downloadFromBackup(target, view, new Map([[prompts, campaignPaths.prompts(dir)]]));
}
