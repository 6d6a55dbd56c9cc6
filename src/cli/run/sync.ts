import { findLock } from '../../build/lock/lock.ts';
import { buildFiles } from '../../build/build-files.ts';
import { build } from '../../campaign/build.ts';
import { sync, type SyncPorts, type SyncResult } from '../../campaign/sync.ts';
import type { Connection } from '../../argilla/connection.ts';
import type { Campaign } from '../../model.ts';
import { createBackupPorts } from '../wiring/backup.ts';
import { createBuildPorts } from '../wiring/build.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { renderPublish } from '../commands/publish.ts';
import { renderPull } from '../commands/pull.ts';
import { renderPush } from '../commands/push.ts';
import type { Context } from '../context.ts';
import { reportSync } from '../github/report-sync.ts';
import { createPublishPorts } from '../wiring/publish.ts';
import { readSyncState, writeSyncState } from '../wiring/sync-file.ts';

export interface SyncFlags {
  full?: boolean;
  dryRun?: boolean;
}

/** One round of a campaign. */
export async function runSync(context: Context, flags: SyncFlags): Promise<void> {
  const campaign = await context.loadCampaign();
  const options = {
    dryRun: flags.dryRun === true,
    full: flags.full === true,
    dir: campaignPaths.release(campaign.dir),
  };
  const round = (): Promise<SyncResult> =>
    context.withLock(campaign, 'sync', () =>
      context.withConnection(campaign, options, (connection) =>
        sync(campaign, createSyncPorts(context, campaign, connection, options), options, context.emit),
      ),
    );
  const result = await reportSync(context, campaign, round);
  context.reporter.answer('sync', result, () => renderSync(result, campaign, options.dryRun));
}

function createSyncPorts(
  context: Context,
  campaign: Campaign,
  connection: Connection,
  { dryRun }: { dryRun: boolean },
): SyncPorts {
  const log = context.logPort(campaign);
  const backup = createBackupPorts(context, campaign);
  const statePath = campaignPaths.syncState(campaign.dir);
  const lockedPrompts = async (): Promise<string | null> =>
    (await findLock(buildFiles(campaign.dir).lock))?.prompts.sha256 ?? null;
  return {
    pull: { connection, log, backup, now: () => new Date().toISOString() },
    push: { connection, log, backup, readPrompts: () => context.readPrompts(campaign), confirm: context.confirm },
    publish: createPublishPorts(context, campaign, { dryRun }),
    state: { read: () => readSyncState(statePath), write: (state) => writeSyncState(statePath, state) },
    async build() {
      const buildPorts = createBuildPorts(context, campaign);
      // A build writes the lock anew, so it is asked first whether the sources still give what it names.
      if ((await lockedPrompts()) !== null)
        await build(campaign, buildPorts, { mode: 'check', update: false }, context.emit);
      await build(campaign, buildPorts, { mode: 'build', update: false }, context.emit);
    },
    lockedPrompts,
    version: context.version,
  };
}

function renderSync({ changed, pull, push, publish }: SyncResult, campaign: Campaign, dryRun: boolean): string {
  const dataset = campaign.publish?.dataset ?? null;
  const lines = [
    renderPull(pull),
    ...(push === null ? [] : [renderPush(push, dryRun)]),
    ...(publish === null ? [] : [renderPublish(publish, dataset, { upload: true, dryRun })]),
  ];
  return [changed ? 'Changed.' : 'Unchanged.', ...lines].join('\n');
}
