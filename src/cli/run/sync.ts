import { sync, type SyncOptions, type SyncResult } from '../../campaign/sync.ts';
import type { Campaign } from '../../model.ts';
import type { Context } from '../context.ts';
import { reportSync } from '../github/report-sync.ts';
import { renderPublish } from '../output/human/publish.ts';
import { renderPull } from '../output/human/pull.ts';
import { renderPush } from '../output/human/push.ts';
import { toSyncData } from '../output/json/sync.ts';

/** Runs one round of a campaign. */
export async function runSync(context: Context, options: SyncOptions): Promise<void> {
  const campaign = await context.openCampaign();
  const result = await reportSync(context, campaign, () => sync(campaign, options, context.emit));
  context.reporter.answer('sync', toSyncData(result), () => renderSync(result, campaign, options.dryRun === true));
}

function renderSync({ changed, pull, push, publish }: SyncResult, campaign: Campaign, dryRun: boolean): string {
  const dataset = campaign.publish?.dataset ?? null;
  const lines = [
    renderPull(pull),
    ...(push === null ? [] : [renderPush(push, { dryRun, url: null })]),
    ...(publish === null ? [] : [renderPublish(publish, dataset, { upload: true, dryRun })]),
  ];
  return [changed ? 'Changed.' : 'Unchanged.', ...lines].join('\n');
}
