import { join } from 'node:path';
import { findRefusal, getAccount } from '../../hub/account.ts';
import { checkCard } from '../../hub/repos/card.ts';
import { commitFiles } from '../../hub/repos/commit.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { isMissing } from '../../hub/http-error.ts';
import { listFiles } from '../../hub/repos/files.ts';
import { retryOnMovedBranch } from '../../hub/retry-on-moved-branch.ts';
import { type PreparedFile, prepareFiles } from '../../hub/repos/preupload.ts';
import {
  type CommitInfo,
  createDatasetRepository,
  createTag,
  listCommits,
  listTags,
  type Repository,
  splitName,
} from '../../hub/repos/repositories.ts';
import { PermissionError, RemoteError } from '../../lib/errors.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { githubRunUrl } from '../../lib/github-job.ts';
import { showCount } from '../../lib/text/numbers.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { joinWords, printable } from '../../lib/text/text.ts';
import type { Emit } from '../../model.ts';
import { isChartPath } from '../../release/charts/chart-files.ts';
import { newestVersion } from '../../release/card/change-list.ts';
import { dashboardPath } from '../../release/dashboard/path.ts';
import { compareReleases, type ReleaseChanges, renderChanges, summarizeChanges } from '../../release/changes.ts';
import { readReleaseFacts } from '../../release/facts.ts';
import { findForeignFiles, isReleaseFile, keepLocalCard, parseCarriedParts } from '../../release/folder.ts';
import { isRecordPath } from '../../release/record.ts';
import { cardPath } from '../../release/render-release.ts';
import { writeRelease, writeReleaseNews, type WrittenRelease } from '../../release/write-release.ts';
import type { HeldRelease, MadeInput, MakeInput, PublishWork, ReleaseResult } from './types.ts';
import {
  assertOwnRelease,
  type HubTarget,
  isData,
  type Published,
  readPublished,
  readPublishedFacts,
  toReleasedNames,
} from './published-release.ts';

/** Somebody else may commit in between; each time, everything is checked again. */
const maxRounds = 4;

/** A release in its folder, compared with the Hub. */
interface Compared {
  release: WrittenRelease;
  prepared: PreparedFile[];
  /** Files of an earlier release that this one does not have. */
  stale: string[];
}

/** Where a release goes. */
export interface ReleaseTarget {
  /** The dataset, `owner/name`. */
  name: string;
  /** Folder that the release is written to. */
  dir: string;
  /** Called before anything is created on the Hub; throws to prevent it. */
  beforeChange: (() => Promise<void>) | undefined;
}

/**
 * Uploads this release to the dataset on the Hub in one commit, and tags it. If nothing changed, makes no commit and no
 * tag. Throws UnsafeError `release_dataset_taken` if the dataset is not from prank, and PermissionError
 * `hub_not_allowed` or UsageError `hub_card_refused` before anything is created.
 */
export async function publishToHub(
  { name, dir, beforeChange }: ReleaseTarget,
  makeInput: MakeInput,
  work: PublishWork,
): Promise<ReleaseResult> {
  const { emit } = work;
  const hub = await work.campaign.openHub({ resource: `datasets/${name}` });
  const target = { hub, repository: { type: 'dataset', name } as const, dir, beforeChange };
  const result = await retryOnMovedBranch(() => publishOnce(target, makeInput, work), {
    maxRounds,
    onMoved: () => emit({ type: 'info', text: `Somebody else committed to ${name}; looking at it again.` }),
  });
  if (result.foreignFiles.length > 0) emit({ type: 'warning', text: describeForeign(name, result.foreignFiles) });
  return result;
}

const shownFiles = 3;

function describeForeign(name: string, files: readonly string[]): string {
  const shown = files.slice(0, shownFiles).map((path) => printable(path, 100));
  const more = files.length - shown.length;
  const [are, them] = files.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const list = more > 0 ? `${shown.join(', ')} and ${showCount(more)} more` : joinWords(shown);
  return `${list} in ${name} ${are} not from prank: no part of the release, and left alone. Delete ${them} on the Hub, or name ${them} between the markers of the card to keep ${them} without this warning.`;
}

type ChangeTarget = HubTarget & Pick<ReleaseTarget, 'beforeChange'>;

async function publishOnce(target: ChangeTarget, makeInput: MakeInput, work: PublishWork): Promise<ReleaseResult> {
  const { dryRun, emit } = work;
  emit({ type: 'progress', task: 'comparing with the Hub', done: 0, total: null });
  const published = await readPublished(target);
  if (published !== null) assertOwnRelease(target, published, work.campaign);
  // A first release changes something in any case. Later, only the ranking tells, and most often nothing has changed.
  const isFirst = newestVersion(published?.card?.text ?? '') === 0;
  const waits = isFirst && work.unattended && !work.campaign.publish.auto;
  if (published === null && !waits) await assertMayChange(target, { create: true });
  const made = await makeInput(toReleasedNames(target, published), { preview: waits });
  const { input } = made;
  if (!dryRun) await keepLocalText(target, published, emit);
  const written = await writeRelease(target.dir, input, { ...work.making, card: published?.card ?? undefined });
  const compared = await compare(target, published, written).catch(async (error: unknown) => {
    // The Hub refuses even to compare; our reason says more than its.
    if (error instanceof PermissionError) await assertMayChange(target, { create: false });
    throw error;
  });
  const result = { rows: compared.release.rows, foreignFiles: listForeign(published) };
  if (published !== null && isSame(compared)) {
    // The key that prank.yaml wants in the backup may have been added since.
    if (work.campaign.publish.pseudonymKey === 'backup') await made.noteKey();
    const finished = dryRun ? null : await finishTag(target, published);
    const { commit, tag } = finished ?? { commit: null, tag: null };
    return { ...result, changed: finished !== null, commit, tag, held: null };
  }
  const held = waits ? waitForPerson : await findPause(target, work);
  if (held !== null) return { ...result, changed: false, commit: null, tag: null, held };
  if (published !== null) await assertMayChange(target, { create: false });
  await checkCard(target.hub, target.repository, (await readTextIfPresent(join(target.dir, cardPath))) ?? '');
  if (dryRun) return { ...result, changed: true, commit: null, tag: null, held };
  return { ...result, changed: true, held, ...(await makeRelease(target, published, compared, made, work)) };
}

const waitForPerson: HeldRelease = { reason: 'first', until: null };

/** null = enough time has passed since the last release, or nobody asked for a pause. */
async function findPause({ hub, repository }: HubTarget, work: PublishWork): Promise<HeldRelease | null> {
  const { everyMs } = work.campaign.publish;
  if (!work.unattended || everyMs === 0) return null;
  const last = await findReleaseCommit(hub, repository, /^Release v\d/u);
  if (last === null || last.atMs + everyMs <= work.campaign.clock.now()) return null;
  return { reason: 'every', until: new Date(last.atMs + everyMs).toISOString() };
}

/** The newest commit whose title matches; null if the dataset doesn't exist, or has no such commit. */
async function findReleaseCommit(
  hub: HubConnection,
  repository: Repository,
  title: RegExp,
): Promise<CommitInfo | null> {
  try {
    return (await listCommits(hub, repository, 50)).find((commit) => title.test(commit.title)) ?? null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function listForeign(published: Published | null): string[] {
  if (published?.card == null) return [];
  const { keptParts } = parseCarriedParts(published.card.text, published.card.place);
  return findForeignFiles(published.head.files, keptParts);
}

/** Hand-written text in the card on the Hub wins; such text in the folder must not get lost. */
async function keepLocalText({ dir }: HubTarget, published: Published | null, emit: Emit): Promise<void> {
  if (published?.card == null) return;
  const next = parseCarriedParts(published.card.text, published.card.place);
  if (next.keptParts.every((part) => part.trim() === '') || !(await keepLocalCard(dir, next))) return;
  const text = `The hand-written part of the card on the Hub is used; the other one is kept in ${join(dir, 'README.local.md')}.`;
  emit({ type: 'warning', text });
}

async function compare(
  { hub, repository, dir }: HubTarget,
  published: Published | null,
  release: WrittenRelease,
): Promise<Compared> {
  if (published === null) return { release, prepared: [], stale: [] };
  const files = release.files.map(({ path }) => ({ path, source: { file: join(dir, path) } }));
  const made = new Set(files.map(({ path }) => path));
  return {
    release,
    prepared: await prepareFiles(hub, repository, files),
    stale: published.head.files.filter((path) => isReleaseFile(path) && !made.has(path)),
  };
}

function isSame({ prepared, stale }: Compared): boolean {
  return stale.length === 0 && prepared.every(({ unchanged }) => unchanged);
}

/** Sets the tag of a run that was interrupted between its commit and its tag. null = nothing to do. */
async function finishTag(
  { hub, repository }: HubTarget,
  { card }: Published,
): Promise<{ commit: string; tag: string } | null> {
  const version = newestVersion(card?.text ?? '');
  const tag = `v${version}`;
  if (version === 0 || (await listTags(hub, repository)).has(tag)) return null;
  const commit = await findReleaseCommit(hub, repository, new RegExp(`^Release ${tag}:`, 'u'));
  if (commit === null) return null;
  await createTag(hub, repository, { tag, commit: commit.id, message: commit.title });
  return { commit: commit.id, tag };
}

async function makeRelease(
  target: ChangeTarget,
  before: Published | null,
  first: Compared,
  { input, noteKey }: MadeInput,
  work: PublishWork,
): Promise<{ commit: string; tag: string | null }> {
  const { hub, repository } = target;
  if (before === null) {
    await createDatasetRepository(hub, repository.name, { private: work.campaign.publish.visibility === 'private' });
  }
  const published = before ?? (await readPublished(target));
  if (published === null) throw new RemoteError('hub_not_created', `The Hub did not create ${repository.name}.`);
  await noteKey();
  await finishTag(target, published);
  if (before !== null && hasSameData(first)) {
    const commit = await commitRelease(target, published, first, { summary: 'Rewrite the card', text: '' }, work);
    return { commit, tag: null };
  }

  const version = await nextVersion(target, published);
  const changes = await findChanges(target, published, first.release);
  const text = renderChanges(changes);
  const news = { ...input, news: { version, text } };
  const written = await writeReleaseNews(target.dir, news, first.release, published.card ?? undefined);
  const compared = await compare(target, published, written);
  const tag = `v${version}`;
  const summary = `Release ${tag}: ${summarizeChanges(changes)}`;
  const commit = await commitRelease(target, published, compared, { summary, text }, work);
  await createTag(hub, repository, { tag, commit, message: summary });
  work.emit({ type: 'info', text: `${hub.endpoint}/datasets/${repository.name}` });
  return { commit, tag };
}

async function assertMayChange(
  { hub, repository, beforeChange }: ChangeTarget,
  { create }: { create: boolean },
): Promise<void> {
  const [owner, name] = splitName(repository.name);
  const why = findRefusal(await getAccount(hub), { owner, type: 'dataset', name, create });
  if (why === null) return beforeChange?.();
  throw new PermissionError('hub_not_allowed', `${repository.name} can't be published: ${why}.`, {
    hint: `Nothing was changed. ${prankCommand('publish', '--to', 'DIR')} makes the folder without the Hub.`,
  });
}

/** Whether only the description of the data differs: the card, its charts, the dashboard. */
function hasSameData({ prepared, stale }: Compared): boolean {
  return stale.length === 0 && prepared.every(({ path, unchanged }) => unchanged || isAboutData(path));
}

function isAboutData(path: string): boolean {
  return path === cardPath || path === dashboardPath || isChartPath(path) || isRecordPath(path);
}

async function nextVersion({ hub, repository }: HubTarget, { card }: Published): Promise<number> {
  const tags = [...(await listTags(hub, repository)).keys()];
  const taken = tags.map((tag) => Number(/^v(\d{1,9})$/u.exec(tag)?.[1] ?? 0));
  return Math.max(newestVersion(card?.text ?? ''), ...taken) + 1;
}

async function findChanges(
  target: HubTarget,
  published: Published,
  { files }: WrittenRelease,
): Promise<ReleaseChanges> {
  const paths = files.filter(({ path }) => isData(path)).map(({ path }) => join(target.dir, path));
  const after = await readReleaseFacts(paths);
  if (after === null) throw new Error('the release that was just written has other columns');
  return compareReleases(await readPublishedFacts(target, published), after);
}

async function commitRelease(
  { hub, repository }: HubTarget,
  { head }: Published,
  { prepared, stale }: Compared,
  { summary, text }: { summary: string; text: string },
  { campaign, emit }: PublishWork,
): Promise<string> {
  const commit = await commitFiles(hub, repository, {
    parent: head.commit,
    summary,
    description: [text, githubRunUrl(campaign.env) ?? ''].filter((part) => part !== '').join('\n\n'),
    add: prepared.filter(({ unchanged }) => !unchanged),
    remove: stale,
    onProgress: (done, total) => emit({ type: 'progress', task: 'sending the release', done, total, unit: 'bytes' }),
  });
  await assertArrived({ hub, repository }, commit, prepared);
  return commit;
}

/** Reads back what the commit holds before it gets a tag. Throws RemoteError `publish_not_verified`. */
async function assertArrived(
  { hub, repository }: Pick<HubTarget, 'hub' | 'repository'>,
  commit: string,
  prepared: readonly PreparedFile[],
): Promise<void> {
  const hashes = new Map((await listFiles(hub, repository, commit)).map(({ path, hash }) => [path, hash.hex]));
  const wrong = prepared.find(({ path, facts }) => ![facts.sha256, facts.gitOid].includes(hashes.get(path) ?? ''));
  if (wrong === undefined) return;
  throw new RemoteError('publish_not_verified', `${repository.name} does not hold ${wrong.path} as it was sent.`, {
    details: { commit, path: wrong.path },
  });
}
