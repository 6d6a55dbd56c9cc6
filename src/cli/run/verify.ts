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

/** A folder here counts first. `hub:` says that it is none. */
async function withRelease<T>(context: Context, place: string, work: (dir: string) => Promise<T>): Promise<T> {
  const dataset = /^hub:(.*)$/u.exec(place)?.[1] ?? place;
  if (dataset === place && (await isPathHere(context.io.cwd, place))) return work(resolve(context.io.cwd, place));
  return withReleaseOf(await context.openFolder(), dataset, work, context.emit);
}

/** Whether a path is meant: it is there, its first folder is, or it begins like one. */
async function isPathHere(cwd: string, place: string): Promise<boolean> {
  const [first = ''] = place.split('/');
  return ['', '.', '..', '.prank'].includes(first) || (await isPresent(resolve(cwd, first)));
}
