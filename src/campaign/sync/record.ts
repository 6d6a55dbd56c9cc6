import type { Connection } from '../../argilla/connection.ts';
import { countAnswers } from '../../argilla/progress.ts';
import { commitFiles } from '../../hub/repos/commit.ts';
import { HubBranchMovedError } from '../../hub/http-error.ts';
import { prepareFiles } from '../../hub/repos/preupload.ts';
import { RemoteError } from '../../lib/errors.ts';
import { isoNow } from '../../lib/time.ts';
import type { Emit } from '../../model.ts';
import { manifestPath, newestManifest, renderManifest, timeAfter } from '../backup/manifest.ts';
import { logNames } from '../backup/plan.ts';
import { randomSuffix } from '../backup/repository.ts';
import { builtPathsOf } from '../backup/snapshot.ts';
import { findLocated } from '../server/locate-dataset.ts';
import type { OpenCampaign } from '../open/types.ts';
import { openBackedUp } from '../backup/open-backup.ts';
import { fingerprint, isFullPullDue, isReleaseDue, type SyncState } from './state.ts';

/**
 * On a machine that has nothing of the campaign yet: the last complete sync, if the backup has recorded it and nothing
 * has happened since, in five calls. null = there is something to do, or that is unknown.
 */
export async function findSettled(
  campaign: OpenCampaign,
  connection: Connection,
  locked: string | null,
  emit: Emit,
): Promise<SyncState | null> {
  if ((await campaign.log.readState()) !== null) return null;
  const opened = await openBackedUp(campaign, emit);
  const manifest = opened?.view.manifest ?? null;
  const last = manifest?.sync ?? null;
  if (opened === null || manifest === null || last === null) return null;
  const now = isoNow(campaign.clock);
  if (isFullPullDue(last, now) || isReleaseDue(last, now)) return null;
  // Another machine may have added answers, and not recorded its run yet.
  if (logNames(opened.view.files).toSorted().join() !== manifest.log.toSorted().join()) return null;
  const { prompts, build } = manifest.current;
  const here = (await builtPathsOf(campaign.dir)).prompts;
  // A build that is not in the backup yet is something to do.
  if ([here, locked].some((path) => path !== null && path !== prompts)) return null;
  if (
    fingerprint({ campaign: campaign.written, version: campaign.version, prompts, build, log: manifest.log }) !==
    last.fingerprint
  )
    return null;
  const located = await findLocated(connection, campaign.task, manifest.server.datasetId, emit);
  const isStill =
    located?.dataset.id === manifest.server.datasetId &&
    located.dataset.lastActivityAt === last.lastActivityAt &&
    located.dataset.updatedAt === last.updatedAt &&
    // Answers in bulk don't move these times.
    (await countAnswers(connection, located.dataset.id)) === last.held;
  return isStill ? last : null;
}

/**
 * Records in the backup, for other machines, that everything is done up to now. This only saves them work, so it is
 * skipped if another machine has written meanwhile, or if the Hub can't take it.
 */
export async function recordSync(campaign: OpenCampaign, state: SyncState, emit: Emit): Promise<void> {
  const guard = await campaign.log.readState();
  if (guard?.backup == null) return;
  try {
    const opened = await openBackedUp(campaign, emit);
    if (opened?.view.manifest == null || opened.view.commit !== guard.backup.commit) return;
    const { target, view } = opened;
    const at = timeAfter(newestManifest(view.files), isoNow(campaign.clock));
    const source = renderManifest({ ...opened.view.manifest, at, sync: state });
    const path = manifestPath(at, randomSuffix(campaign));
    const commit = await commitFiles(target.hub, target.repository, {
      parent: guard.backup.commit,
      summary: 'Record a complete sync',
      description: '',
      add: await prepareFiles(target.hub, target.repository, [{ path, source }]),
      remove: [],
    });
    await campaign.log.writeState({ ...guard, backup: { ...guard.backup, commit } });
  } catch (error) {
    if (!(error instanceof HubBranchMovedError || error instanceof RemoteError)) throw error;
  }
}
