import { resolve } from 'node:path';
import { publish } from '../../campaign/publish.ts';
import type { Context } from '../context.ts';
import { renderPublish } from '../output/human/publish.ts';
import { toPublishData } from '../output/json/publish.ts';

/** Makes the release and uploads it, unless it stops at the folder `to`. */
export async function runPublish(
  context: Context,
  { to, dryRun, newPseudonyms }: { to: string | null; dryRun: boolean; newPseudonyms: boolean },
): Promise<void> {
  const campaign = await context.openCampaign();
  const asked = { dryRun, upload: to === null };
  const options = { ...asked, newPseudonyms, ...(to === null ? {} : { dir: resolve(context.io.cwd, to) }) };
  const result = await publish(campaign, options, context.emit);
  const dataset = campaign.publish?.dataset ?? null;
  context.reporter.answer('publish', toPublishData(result), () => renderPublish(result, dataset, asked));
}
