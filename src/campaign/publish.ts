import { join } from 'node:path';
import { readManifest } from '../build/manifest.ts';
import { campaignPaths } from '../folder/campaign-paths.ts';
import { isSimulated } from '../folder/is-simulated.ts';
import { UsageError } from '../lib/errors.ts';
import { withScratchFolder } from '../lib/files/scratch-folder.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { printable } from '../lib/text/text.ts';
import type { Campaign, Emit, Prompt, PublishSettings, Ranking, ResponseEvent } from '../model.ts';
import { answersOf } from '../ratings/current-view.ts';
import { listRounds } from '../ratings/earlier-rounds.ts';
import { fingerprintKey } from '../ratings/pseudonyms.ts';
import { modelVersion } from '../rank/model-version.ts';
import { openChartCache } from '../release/charts/chart-cache.ts';
import { createChartDrawer } from '../release/charts/draw-chart.ts';
import { dashboardPath } from '../release/dashboard/path.ts';
import { makeExports } from '../release/exports/make-exports.ts';
import { assertReleaseFolder, readFingerprint } from '../release/folder.ts';
import { nameAnswers } from '../release/rater-names.ts';
import { nothingToRelease } from '../release/render-release.ts';
import { compareRelease, writeRelease } from '../release/write-release.ts';
import { checkLicenses } from './publish/license-check.ts';
import { type DashboardSpace, openDashboardSpace } from './publish/dashboard.ts';
import { publishToHub } from './publish/to-hub.ts';
import type { OpenCampaign } from './open/types.ts';
import { toRatedItems } from './ranking/rated-campaign.ts';
import { rankRatings } from './threads/long-tasks.ts';
import { chooseRaterName } from './ranking/rater-names.ts';
import { chooseDisplayKey } from './pseudonyms/display-key.ts';
import { chooseReleaseKey, otherKey, type ReleasedNames, type ReleaseKey } from './pseudonyms/release-key.ts';
import type {
  MadeInput,
  MakeInput,
  PublishOptions,
  PublishResult,
  PublishWork,
  ReleaseResult,
} from './publish/types.ts';
import type { PublishedDashboard } from './publish/dashboard-plan.ts';
import { warnOfOutside } from './ranking/warn-of-outside.ts';
import { waveOf } from './ranking/wave-of.ts';

/**
 * Makes the release from prompts, ratings log and the build's counts alone, so that the same state gives the same
 * bytes; then uploads it if prank.yaml names a dataset. Throws UsageError `license_undecided` before it writes anything
 * or calls the Hub, `publish_missing`, `nothing_to_release`; UnsafeError `release_dataset_taken`,
 * `release_of_other_campaign`, `pseudonym_key_missing`, `pseudonym_key_differs`.
 */
export async function publish(
  campaign: OpenCampaign,
  {
    dryRun = false,
    dir = campaignPaths.release(campaign.dir),
    upload = true,
    unattended = false,
    newPseudonyms = false,
  }: PublishOptions = {},
  emit: Emit = campaign.emit,
): Promise<PublishResult> {
  const work: PublishWork = {
    campaign: { ...campaign, publish: assertPublishable(campaign) },
    making: {
      drawChart: createChartDrawer(openChartCache(campaignPaths.charts(campaign.dir), { readOnly: dryRun })),
      onProgress: (task, done, total) => emit({ type: 'progress', task, done, total }),
    },
    dir,
    dryRun,
    upload,
    unattended,
    newPseudonyms,
    emit,
  };
  return campaign.withLock('publish', () => publishRelease(work), { readOnly: dryRun });
}

async function publishRelease(work: PublishWork): Promise<PublishResult> {
  const { dataset } = work.campaign.publish;
  const makeInput = await prepareInput(work);
  const space = openDashboardSpace(work);
  const isUploaded = work.upload && dataset !== null;
  const release = async (dir: string): Promise<{ result: ReleaseResult; published: PublishedDashboard | null }> => {
    const result = isUploaded
      ? await publishToHub({ name: dataset, dir, beforeChange: space?.check }, makeInput, work)
      : await writeFolder(dir, await makeInput(null), work, space);
    return { result, published: result.held === null ? ((await space?.publish(dir)) ?? null) : null };
  };
  // The comparison with the Hub needs the files, and a dry run must not touch the folder.
  const isElsewhere = work.dryRun && (isUploaded || space !== null);
  const { result, published } = await (isElsewhere ? withScratchFolder(release) : release(work.dir));
  return { dir: work.dir, ...result, dashboard: { file: join(work.dir, dashboardPath), space: published } };
}

/** Makes only the folder. A dry run that also compares the dashboard's Space makes it in a scratch folder `dir`. */
async function writeFolder(
  dir: string,
  { input, noteKey }: MadeInput,
  work: PublishWork,
  space: DashboardSpace | null,
): Promise<ReleaseResult> {
  const folderOnly = { commit: null, tag: null, held: null, foreignFiles: [] };
  if (work.dryRun) {
    if (space !== null) await writeRelease(dir, input, work.making);
    const { rows, changed } = await compareRelease(work.dir, input, work.making);
    return { rows, changed, ...folderOnly };
  }
  await space?.check();
  await noteKey();
  const { rows, changed } = await writeRelease(dir, input, work.making);
  return { rows, changed, ...folderOnly };
}

/** Checks first what takes no time. The function that it returns ranks the prompts on its first call. */
async function prepareInput(work: PublishWork): Promise<MakeInput> {
  const { campaign, dir, dryRun, emit } = work;
  await assertReleaseFolder(dir);
  const prompts = await campaign.readPrompts();
  const log = await campaign.log.read({ earlier: true });
  warnOfOutside(log, prompts, emit);
  const answers = findPublished(prompts, log);
  checkLicenses({ campaign, prompts, released: findReleased(prompts, answers, campaign.publish) }, emit);
  const unlisted = findUnlisted(log, campaign.publish.dashboard.optOut);
  for (const name of unlisted.unknown) {
    const text = `publish.dashboard.opt_out names ${printable(name, 60)}, and nobody has answered under that username.`;
    emit({ type: 'warning', text });
  }
  const manifestPath = campaignPaths.manifest(campaign.dir);
  const manifest = await readManifest(manifestPath);
  if (manifest === null) {
    const text = `${manifestPath} is missing, so the card doesn't say what the build read and dropped. ${prankCommand('build')} makes it again.`;
    emit({ type: 'warning', text });
  }
  const rounds = listRounds(log);
  const rest = {
    campaign,
    prompts,
    manifest,
    model: modelVersion,
    waves: new Map(prompts.map(({ id }, place) => [id, waveOf(place, campaign.task.wave)])),
    simulated: await isSimulated(campaign.dir),
    ...(rounds.length === 0 ? {} : { rounds }),
  };
  const ranked = new Map<string, Ranking>();
  const raterIds = new Set(log.map(({ raterId }) => raterId));
  return async (released, { preview } = { preview: false }) => {
    const { raters } = campaign.publish;
    const chosen = raters === 'pseudonym' ? await chooseKey(work, released, { raterIds, preview }) : null;
    const raterName = await chooseRaterName(raters, log, async () => chosen?.key ?? '');
    // The model sees what readers see, so that they can repeat it.
    const named = nameAnswers(raters, answers, raterName);
    const pseudonyms = chosen === null ? null : fingerprintKey(chosen.key);
    let ranking = ranked.get(pseudonyms ?? '');
    if (ranking === undefined) {
      ranking = await rankRatings(campaign, toRatedItems(prompts, named.answers, campaign), emit);
      ranked.set(pseudonyms ?? '', ranking);
      for (const text of makeExports({ ...rest, ranking }).leftOut) emit({ type: 'warning', text });
    }
    const input = {
      ...rest,
      answers: named.answers,
      ranking,
      unlisted: new Set([...unlisted.ids].flatMap((id) => named.nameOf(id) ?? [])),
      marks: { campaign: campaign.id, pseudonyms },
    };
    return { input, noteKey: async () => (dryRun ? undefined : chosen?.note()) };
  };
}

/** The key for a release: for the Hub, for the campaign's own folder, or for a preview in another one. */
async function chooseKey(
  { campaign, dir, dryRun, upload, newPseudonyms, emit }: PublishWork,
  released: ReleasedNames | null,
  { raterIds, preview }: { raterIds: ReadonlySet<string>; preview: boolean },
): Promise<ReleaseKey> {
  if (preview) return { key: await chooseDisplayKey(campaign, emit, { dryRun }), note: async () => {} };
  const options = { dryRun, newPseudonyms, ask: true, raterIds };
  const isUploaded = upload && campaign.publish.dataset !== null;
  if (isUploaded) return chooseReleaseKey(campaign, released, options, emit);
  const fingerprint = await readFingerprint(dir);
  const before = fingerprint === null ? null : { fingerprint, readNames: async () => new Set<string>() };
  if (!upload) {
    const stored = await campaign.readSetting('PRANK_PSEUDONYM_KEY');
    const isOther = stored !== undefined && fingerprint !== null && fingerprint !== fingerprintKey(stored);
    if (isOther && !newPseudonyms) throw otherKey();
    return { key: await chooseDisplayKey(campaign, emit, { dryRun }), note: async () => {} };
  }
  const { key, note } = await chooseReleaseKey(campaign, before, options, emit);
  const isNoted = fingerprint === fingerprintKey(key) && campaign.publish.pseudonymKey !== 'backup';
  return { key, note: isNoted ? async () => {} : note };
}

/** What the ranking rests on, and discarded answers. */
function findPublished(prompts: readonly Prompt[], log: readonly ResponseEvent[]): ResponseEvent[] {
  const ids = new Set(prompts.map(({ id }) => id));
  return answersOf(log).filter(
    ({ promptId, status, value }) =>
      ids.has(promptId) && ((status === 'submitted' && value !== null) || status === 'discarded'),
  );
}

/** The prompts with enough submitted answers to be in the release. Throws UsageError `nothing_to_release`. */
function findReleased(
  prompts: Prompt[],
  answers: readonly ResponseEvent[],
  { minResponses }: PublishSettings,
): Prompt[] {
  const counts = new Map<string, number>();
  for (const { promptId, status } of answers)
    if (status === 'submitted') counts.set(promptId, (counts.get(promptId) ?? 0) + 1);
  if ([...counts.values()].every((count) => count < minResponses)) throw nothingToRelease(minResponses);
  return prompts.filter(({ id }) => (counts.get(id) ?? 0) >= minResponses);
}

function assertPublishable({ publish: settings }: Campaign): PublishSettings {
  if (settings !== null) return settings;
  throw new UsageError('publish_missing', 'prank.yaml has no publish section, so no licence is named.');
}

interface UnlistedRaters {
  ids: Set<string>;
  /** Usernames under which nobody has answered. */
  unknown: string[];
}

/**
 * Raters who have, or ever had, one of these usernames: people are renamed, and still want to be left out. Case is
 * ignored, so that a name in the wrong case protects its rater too.
 */
function findUnlisted(log: readonly ResponseEvent[], usernames: readonly string[]): UnlistedRaters {
  const ids = new Set<string>();
  const known = new Set<string>();
  const wanted = new Set(usernames.map((name) => name.toLowerCase()));
  for (const { raterId, rater } of wanted.size === 0 ? [] : log) {
    const name = rater?.toLowerCase();
    if (name === undefined || !wanted.has(name)) continue;
    ids.add(raterId);
    known.add(name);
  }
  return { ids, unknown: usernames.filter((name) => !known.has(name.toLowerCase())) };
}
