import { resolve } from 'node:path';
import { verify, verifyDataset } from '../../campaign/verify.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { isPresent } from '../../lib/files/read-text.ts';
import type { Context } from '../context.ts';
import { renderVerified } from '../output/human/verify.ts';
import { toVerifyData, toVerifyFailure } from '../output/json/verify.ts';

/** Verifies a folder or a dataset; null = the release of this campaign. Throws if anything differs. */
export async function runVerify(context: Context, release: string | null): Promise<void> {
  const { signal, emit } = context;
  const result =
    release === null
      ? await verify(campaignPaths.release((await context.openCampaign()).dir), { signal }, emit)
      : (await isPresent(resolve(context.io.cwd, release)))
        ? await verify(resolve(context.io.cwd, release), { signal }, emit)
        : await verifyDataset(await context.openFolder(), release, emit);
  const failure = toVerifyFailure(result);
  // A failure carries all differences for programs; people get the first ones, and the sentence below them.
  if (failure === null || context.globals.json !== true)
    context.reporter.answer('verify', toVerifyData(result), () => renderVerified(result));
  if (failure !== null) throw failure;
}
