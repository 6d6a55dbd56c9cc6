import { pull, type PullOptions } from '../../campaign/pull.ts';
import type { Context } from '../context.ts';
import { renderPull } from '../output/human/pull.ts';
import { toPullData } from '../output/json/pull.ts';

/** Pulls what is new on the server, and says how much it was. */
export async function runPull(context: Context, options: PullOptions): Promise<void> {
  const result = await pull(await context.openCampaign(), options, context.emit);
  context.reporter.answer('pull', toPullData(result), () => renderPull(result));
}
