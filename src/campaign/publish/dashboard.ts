import { join } from 'node:path';
import { findRefusal, getAccount } from '../../hub/account.ts';
import { checkCard } from '../../hub/repos/card.ts';
import { commitFiles } from '../../hub/repos/commit.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { isMissing } from '../../hub/http-error.ts';
import { retryOnMovedBranch } from '../../hub/retry-on-moved-branch.ts';
import { type CommitFile, type PreparedFile, prepareFiles } from '../../hub/repos/preupload.ts';
import { type Repository, splitName } from '../../hub/repos/repositories.ts';
import { createStaticSpace, findSpace, type SpaceInfo } from '../../hub/spaces/spaces.ts';
import { PartialError, PermissionError, RemoteError } from '../../lib/errors.ts';
import { githubRunUrl } from '../../lib/github-job.ts';
import { dashboardPath } from '../../release/dashboard/path.ts';
import { renderSpaceCard } from '../../release/dashboard/space-card.ts';
import { type DashboardStep, planDashboardSpace, type PublishedDashboard } from './dashboard-plan.ts';
import type { PublishWork } from './types.ts';

/** The Space that shows the dashboard. */
export interface DashboardSpace {
  /**
   * Throws PermissionError `hub_not_allowed` or UnsafeError `dashboard_space_taken` if the page can't go there. Called
   * before anything is created anywhere.
   */
  check: () => Promise<void>;
  /** Uploads the page of a release folder. Throws PartialError `dashboard_not_published`. */
  publish: (dir: string) => Promise<PublishedDashboard>;
}

/** Somebody else may commit in between; each time, everything is checked again. */
const maxRounds = 4;

/** null = prank.yaml names no Space, or nothing is to be uploaded. */
export function openDashboardSpace({ campaign, upload, dryRun }: PublishWork): DashboardSpace | null {
  const name = campaign.publish.dashboard.space;
  if (name === null || !upload) return null;
  const target = async (): Promise<Target> => ({
    hub: await campaign.openHub({ resource: `spaces/${name}` }),
    repository: { type: 'space', name },
    card: renderSpaceCard(campaign),
    runUrl: githubRunUrl(campaign.env),
  });
  return {
    async check() {
      const opened = await target();
      const { step } = await inspect(opened);
      await assertAllowed(opened, step);
      if (step !== 'update') await checkCard(opened.hub, opened.repository, opened.card);
    },
    async publish(dir) {
      const opened = await target();
      const commit = await explainFailure(opened, () => uploadPage(opened, join(dir, dashboardPath), dryRun));
      const url = `${opened.hub.endpoint}/spaces/${name}`;
      return { name, url, commit: commit.id, changed: commit.changed };
    },
  };
}

interface Target {
  hub: HubConnection;
  repository: Repository;
  /** README.md of a new Space. */
  card: string;
  runUrl: string | null;
}

interface Inspected {
  step: DashboardStep;
  found: SpaceInfo | null;
}

interface UploadedPage {
  id: string | null;
  changed: boolean;
}

const unchanged: UploadedPage = { id: null, changed: false };

async function inspect({ hub, repository: { name } }: Target): Promise<Inspected> {
  const found = await findSpace(hub, name);
  return { found, step: planDashboardSpace(name, found) };
}

async function uploadPage(target: Target, pagePath: string, dryRun: boolean): Promise<UploadedPage> {
  const page = { path: 'index.html', source: { file: pagePath } };
  return retryOnMovedBranch(() => uploadPageOnce(target, page, dryRun), { maxRounds });
}

/** A Space that has exactly these bytes is ours, so one request is enough then. */
async function uploadPageOnce(target: Target, page: CommitFile, dryRun: boolean): Promise<UploadedPage> {
  const known = await prepareIfThere(target, [page]);
  if (known?.every((file) => file.unchanged) === true) return unchanged;
  const before = await inspect(target);
  await assertAllowed(target, before.step);
  if (dryRun) return { id: null, changed: true };
  const { found, step } = before.step === 'create' ? await create(target) : before;
  if (found === null) throw new RemoteError('hub_not_created', `The Hub did not create ${target.repository.name}.`);
  const files = step === 'update' ? [page] : [page, cardFile(target)];
  const prepared = await prepareFiles(target.hub, target.repository, files);
  const add = prepared.filter((file) => !file.unchanged);
  if (add.length === 0) return unchanged;
  const commit = {
    parent: found.commit,
    summary: 'Update the dashboard',
    description: target.runUrl ?? '',
    remove: [],
  };
  return { id: await commitFiles(target.hub, target.repository, { ...commit, add }), changed: true };
}

/** Somebody may have created a Space of that name meanwhile, so it is inspected again. */
async function create(target: Target): Promise<Inspected> {
  await createStaticSpace(target.hub, target.repository.name, [{ path: 'README.md', content: target.card }]);
  return inspect(target);
}

/** null = there is no such Space. */
async function prepareIfThere({ hub, repository }: Target, files: CommitFile[]): Promise<PreparedFile[] | null> {
  try {
    return await prepareFiles(hub, repository, files);
  } catch (error) {
    if (isMissing(error)) return null;
    // The Hub refuses even to compare; our reason says more than its.
    if (error instanceof PermissionError) await assertAllowed({ hub, repository }, 'update');
    throw error;
  }
}

function cardFile({ card }: Target): CommitFile {
  return { path: 'README.md', source: Buffer.from(card) };
}

async function assertAllowed(
  { hub, repository }: Pick<Target, 'hub' | 'repository'>,
  step: DashboardStep,
): Promise<void> {
  const [owner, name] = splitName(repository.name);
  const why = findRefusal(await getAccount(hub), { owner, type: 'space', name, create: step === 'create' });
  if (why === null) return;
  throw new PermissionError('hub_not_allowed', `The dashboard can't go to the Space ${repository.name}: ${why}.`, {
    hint: 'Nothing was changed there. Without publish.dashboard in prank.yaml the page is a file of the release alone.',
  });
}

/** The release is already published, whatever happens to its page. */
async function explainFailure(target: Target, work: () => Promise<UploadedPage>): Promise<UploadedPage> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const { name } = target.repository;
    throw new PartialError(
      'dashboard_not_published',
      `The release is done, but its dashboard did not reach the Space ${name}: ${error.message}`,
      { details: error.details, cause: error },
    );
  }
}
