import { push, type PushOptions } from '../../campaign/push.ts';
import type { Context } from '../context.ts';
import { renderPush } from '../output/human/push.ts';
import { toPushData } from '../output/json/push.ts';

/** Uploads the current wave's prompts, and says what was written. */
export async function runPush(context: Context, options: PushOptions): Promise<void> {
  const result = await push(await context.openCampaign(), options, context.emit);
  context.reporter.answer('push', toPushData(result), () => renderPush(result, options.dryRun === true));
}
