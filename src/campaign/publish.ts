import { join } from 'node:path';
import { UsageError } from '../lib/errors.ts';
import { printable } from '../lib/text/text.ts';
import type { Campaign, Emit, PublishSettings } from '../model.ts';
import { answersOf } from '../ratings/current-view.ts';
import { dashboardPath } from '../release/dashboard/path.ts';
import { makeExports } from '../release/exports/make-exports.ts';
import type { ReleaseInput } from '../release/write-release.ts';
import { checkLicenses } from './publish/license-check.ts';
import { type DashboardSpace, openDashboardSpace } from './publish/dashboard.ts';
import { publishToHub } from './publish/to-hub.ts';
import { rankHere, toRatedItems } from './rank.ts';
import { chooseRaterName } from './ranking/rater-names.ts';
import type { MakeInput, PublishOptions, PublishPorts, PublishResult, ReleaseResult } from './publish/types.ts';
import { findUnlisted } from './publish/unlisted-raters.ts';
import type { PublishedDashboard } from './publish/dashboard-plan.ts';
import { waveOf } from './ranking/wave-of.ts';

/**
 * Makes the release from prompts, ratings log and the build's counts alone, the same state gives the same bytes; then
 * brings it to the Hub. Throws UsageError `license_undecided` before anything is written or asked.
 */
export async function publish(
  campaign: Campaign,
  ports: PublishPorts,
  options: PublishOptions,
  emit: Emit,
): Promise<PublishResult> {
  const settings = assertPublishable(campaign);
  const makeInput = await prepareInput({ ...campaign, publish: settings }, ports, emit);
  const space = openDashboardSpace({ ...campaign, publish: settings }, ports, options);
  const { dataset } = settings;
  const isUploaded = options.upload && dataset !== null;
  const release = async (dir: string): Promise<{ result: ReleaseResult; published: PublishedDashboard | null }> => {
    const result = isUploaded
      ? await publishToHub({ name: dataset, dir, beforeChange: space?.check }, makeInput, ports, options, emit)
      : await writeFolder(dir, await makeInput(true), ports, options, space);
    return { result, published: (await space?.publish(dir)) ?? null };
  };
  // What is on the Hub can only be told by making the files, and a dry run must not touch the folder.
  const isElsewhere = options.dryRun && (isUploaded || space !== null);
  const { result, published } = await (isElsewhere ? ports.withScratchFolder(release) : release(options.dir));
  return { dir: options.dir, ...result, dashboard: { file: join(options.dir, dashboardPath), space: published } };
}

/** The folder alone; `dir` is another one than that of the options in a dry run that compares more. */
async function writeFolder(
  dir: string,
  input: ReleaseInput,
  ports: PublishPorts,
  options: PublishOptions,
  space: DashboardSpace | null,
): Promise<ReleaseResult> {
  const folderOnly = { commit: null, tag: null };
  if (options.dryRun) {
    if (space !== null) await ports.writeRelease(dir, input);
    const { rows, changed } = await ports.compareRelease(options.dir, input);
    return { rows, changed, ...folderOnly };
  }
  await space?.check();
  const { rows, changed } = await ports.writeRelease(dir, input);
  return { rows, changed, ...folderOnly };
}

async function prepareInput(campaign: ReleaseInput['campaign'], ports: PublishPorts, emit: Emit): Promise<MakeInput> {
  const prompts = await ports.readPrompts();
  const log = await ports.readLog();
  const unlisted = findUnlisted(log, campaign.publish.dashboard.optOut);
  const rest = {
    campaign,
    prompts,
    manifest: await ports.readManifest(),
    answers: answersOf(log),
    ranking: await (ports.rankItems ?? rankHere)(toRatedItems(prompts, log, campaign), emit),
    waves: new Map(prompts.map(({ id }, place) => [id, waveOf(place, campaign.task.wave)])),
    unlisted: unlisted.ids,
    simulated: await ports.isSimulated(),
  };
  checkLicenses(rest, emit);
  for (const name of unlisted.unknown) {
    const text = `publish.dashboard.opt_out names ${printable(name, 60)}, and nobody has answered under that username.`;
    emit({ type: 'warning', text });
  }
  for (const text of makeExports(rest).leftOut) emit({ type: 'warning', text });
  return async (isFirst) => ({
    ...rest,
    raterName: await chooseRaterName(campaign.publish.raters, log, () => ports.pseudonymKey(isFirst)),
  });
}

function assertPublishable({ publish: settings }: Campaign): PublishSettings {
  if (settings !== null) return settings;
  throw new UsageError('publish_missing', 'prank.yaml has no publish section, so no licence is named.');
}
