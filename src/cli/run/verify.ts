import { resolve } from 'node:path';
import { verify, withReleaseOf } from '../../campaign/verify.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { isPresent } from '../../lib/files/read-text.ts';
import type { Context } from '../context.ts';
import { renderVerified } from '../output/human/verify.ts';
import { toVerifyData, toVerifyFailure } from '../output/json/verify.ts';

/** Verifies a folder or a dataset; null = the release of this campaign. Throws if anything differs. */
export async function runVerify(context: Context, release: string | null, against: string | null): Promise<void> {
  const { signal, emit } = context;
  const place = release ?? campaignPaths.release((await context.openCampaign()).dir);
  const result = await withRelease(context, place, (dir) =>
    against === null
      ? verify(dir, { signal }, emit)
      : withRelease(context, against, (other) => verify(dir, { signal, against: other }, emit)),
  );
  const failure = toVerifyFailure(result);
  // A failure carries all differences for programs; people get the first ones, and the sentence below them.
  if (failure === null || context.globals.json !== true)
    context.reporter.answer('verify', toVerifyData(result), () => renderVerified(result));
  if (failure !== null) throw failure;
}

/** A folder here counts first. */
async function withRelease<T>(context: Context, place: string, work: (dir: string) => Promise<T>): Promise<T> {
  const path = resolve(context.io.cwd, place);
  const isHere = place.startsWith('/') || (await isPresent(path));
  return isHere ? work(path) : withReleaseOf(await context.openFolder(), place, work, context.emit);
}
