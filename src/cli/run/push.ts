import { push, type PushOptions } from '../../campaign/push.ts';
import { findRaterUrl } from '../../campaign/open/server-address.ts';
import type { Context } from '../context.ts';
import { renderPush } from '../output/human/push.ts';
import { toPushData } from '../output/json/push.ts';

/** Uploads the current wave's prompts, and says what was written. */
export async function runPush(context: Context, options: PushOptions): Promise<void> {
  const campaign = await context.openCampaign();
  const result = await push(campaign, options, context.emit);
  const url = await findRaterUrl(campaign, campaign);
  context.reporter.answer('push', toPushData(result), () =>
    renderPush(result, { dryRun: options.dryRun === true, url }),
  );
}
