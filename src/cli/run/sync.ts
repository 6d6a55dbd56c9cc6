import { sync, SyncIncompleteError, type SyncOptions, type SyncResult } from '../../campaign/sync.ts';
import { PartialError } from '../../lib/errors.ts';
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
  const result = await reportSync(context, campaign, () => sync(campaign, options, context.emit)).catch(inJsonForm);
  context.reporter.answer('sync', toSyncData(result), () => renderSync(result, campaign, options.dryRun === true));
}

/** What was done appears in the details of the error as it would in the answer. */
function inJsonForm(error: unknown): never {
  if (!(error instanceof SyncIncompleteError)) throw error;
  const { message, hint, result, failures } = error;
  throw new PartialError('sync_incomplete', message, {
    hint,
    details: { ...toSyncData(result), failures },
    cause: error,
  });
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
