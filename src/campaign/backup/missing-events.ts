import { campaignPaths } from '../../folder/campaign-paths.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import type { ResponseEvent } from '../../model.ts';
import { isEarlierRound } from '../../ratings/earlier-rounds.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import { readRatingsLog } from '../../ratings/ratings-log.ts';
import { logNames } from './plan.ts';
import { type BackupTarget, type BackupView, downloadMissingLog } from './repository.ts';

/** The events in log files that are in the backup and not here. They are not kept here. */
export async function readMissingEvents(target: BackupTarget, view: BackupView): Promise<ResponseEvent[]> {
  return withScratchFolder(async (scratch) => {
    await downloadMissingLog(target, view, scratch);
    return readRatingsLog(scratch);
  });
}

/**
 * Throws UnsafeError `backup_of_other_campaign` if there are answers here and in the backup, and none of them are from the
 * same dataset: two campaigns can have the same name. Called before a folder joins a backup for the first time.
 */
export async function assertSameHistory(target: BackupTarget, view: BackupView): Promise<void> {
  const { repository, campaign } = target;
  const here = await listLogFiles(campaignPaths.ratings(campaign.dir));
  const there = logNames(view.files);
  if (here.length === 0 || there.length === 0 || here.some((name) => there.includes(name))) return;
  const own = new Set((await campaign.log.read({ lost: () => {} })).map(({ datasetId }) => datasetId));
  if (own.has(view.manifest?.server.datasetId ?? '')) return;
  const others = (await readMissingEvents(target, view)).filter((event) => !isEarlierRound(event));
  if (own.size === 0 || others.length === 0 || others.some(({ datasetId }) => own.has(datasetId))) return;
  throw new UnsafeError(
    'backup_of_other_campaign',
    `The answers in the backup ${repository.name} and those here have no dataset in common, so it belongs to another campaign of the same name.`,
    {
      hint: `Name another dataset in publish.backup of prank.yaml. If it is the same campaign, move ${campaignPaths.ratings(campaign.dir)} away, so that this folder starts from the backup.`,
      details: { backup: repository.name, owner: campaign.id },
    },
  );
}
