import type { HubConnection } from '../hub/connection.ts';
import { UsageError } from '../lib/errors.ts';
import type { Campaign, Emit, Prompt, PublishSettings, ResponseEvent } from '../model.ts';
import { answersOf } from '../ratings/current-view.ts';
import type { BuildManifest } from '../release/build-manifest.ts';
import { makeExports } from '../release/exports/make-exports.ts';
import type { EarlierCard, ReleaseInput, WrittenRelease } from '../release/write-release.ts';
import { checkLicenses } from './license-check.ts';
import { publishToHub } from './publish-to-hub.ts';
import { rankHere, type RankRatings, toRatedItems } from './rank.ts';
import { chooseRaterName } from './rater-names.ts';

export interface PublishPorts {
  /** Left out = in this thread, which hears nothing else meanwhile. */
  rankItems?: RankRatings;
  readPrompts: () => Promise<Prompt[]>;
  /** What the build counted; null = the prompts were built elsewhere. */
  readManifest: () => Promise<BuildManifest | null>;
  readLog: () => Promise<ResponseEvent[]>;
  /** The campaign's key for pseudonyms; `isFirst` = no release has names made with another one, so it may be made. */
  pseudonymKey: (isFirst: boolean) => Promise<string>;
  /** Writes the release folder; the answer tells whether any file differs from what was there. */
  writeRelease: (dir: string, input: ReleaseInput, card?: EarlierCard) => Promise<WrittenRelease>;
  /** What is in `dir` already, compared without writing. */
  compareRelease: (dir: string, input: ReleaseInput) => Promise<WrittenRelease>;
  /** Runs with a folder that is gone afterwards. */
  withScratchFolder: <T>(work: (dir: string) => Promise<T>) => Promise<T>;
  /** The answers come from `prank demo`, which the card must say. */
  isSimulated: () => Promise<boolean>;
  openHub: () => Promise<HubConnection>;
  /** Page of the run that publishes, for the commit; null outside of CI. */
  runUrl: string | null;
}

export interface PublishOptions {
  dryRun: boolean;
  dir: string;
  /** false = the folder is all that is asked for. */
  upload: boolean;
}

export interface PublishResult {
  dir: string;
  rows: number;
  /** Whether the folder, or with an upload the dataset on the Hub, differed from this release. */
  changed: boolean;
  /** The commit that was made, or tagged where an earlier run was cut; else null. */
  commit: string | null;
  tag: string | null;
}

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
  if (options.upload && settings.dataset !== null) {
    return publishToHub(settings.dataset, makeInput, ports, options, emit);
  }
  const input = await makeInput(true);
  const release = options.dryRun
    ? await ports.compareRelease(options.dir, input)
    : await ports.writeRelease(options.dir, input);
  return { dir: options.dir, rows: release.rows, changed: release.changed, commit: null, tag: null };
}

/** The input of the release, once it is known whether it is the first one. */
export type MakeInput = (isFirst: boolean) => Promise<ReleaseInput>;

async function prepareInput(campaign: ReleaseInput['campaign'], ports: PublishPorts, emit: Emit): Promise<MakeInput> {
  const prompts = await ports.readPrompts();
  const log = await ports.readLog();
  const rest = {
    campaign,
    prompts,
    manifest: await ports.readManifest(),
    answers: answersOf(log),
    ranking: await (ports.rankItems ?? rankHere)(toRatedItems(prompts, log, campaign), emit),
    simulated: await ports.isSimulated(),
  };
  checkLicenses(rest, emit);
  for (const text of makeExports(rest).leftOut) emit({ type: 'warning', text });
  return async (isFirst) => ({
    ...rest,
    raterName: await chooseRaterName(campaign.publish.raters, log, () => ports.pseudonymKey(isFirst)),
  });
}

function assertPublishable({ publish: settings }: Campaign): PublishSettings {
  if (settings !== null) return settings;
  throw new UsageError('publish_missing', 'prank.yaml has no publish section, so no licence is named.', {
    hint: 'Add to prank.yaml:  publish: {license: cc-by-4.0}',
  });
}
