import { basename } from 'node:path';
import { readForgottenRaters } from '../../folder/forgotten-raters.ts';
import { readLastDataset } from '../../folder/last-dataset.ts';
import { PermissionError, PrankError, RemoteError } from '../../lib/errors.ts';
import { nodeVersion, readPackageInfo } from '../../lib/package-info.ts';
import type { Campaign, Emit } from '../../model.ts';
import type { CampaignFolder, OpenCampaign } from '../open/types.ts';
import { openCampaign } from '../open.ts';
import { promptFinder, readNormalization } from '../server/prompt-finder.ts';
import { findKnownServer } from '../server/known-server.ts';
import { type BackupExamination, examineBackup } from './backup-checks.ts';
import { areas, type Check, findingOf, unseen, unseenOf } from './check.ts';
import { type Examiner, readScheduleFiles, type Server, withServer } from './examiner.ts';
import { configFinding, examineFolder, type FolderExamination } from './folder-checks.ts';
import { examineHub, examineRights, type HubExamination } from './hub-checks.ts';
import { checkClock, checkVersions } from './machine-checks.ts';
import { examineQueue, examineUnindexed, queueUnseen } from './queue-checks.ts';
import { examineRater, examineRaters, listAccounts } from './rater-checks.ts';
import { checkWorkflows, examineJobs } from './schedule-checks.ts';
import { examineServer } from './server-checks.ts';
import { examineSpace, type SpaceExamination } from './space-checks.ts';

export interface ExamineOptions {
  /** Username of a person to check. */
  rater: string | null;
}

/** The result of one examination, and what a repair starts from. */
export interface Examination {
  /** null = prank.yaml can't be read. */
  campaign: OpenCampaign | null;
  checks: Check[];
  hub: HubExamination;
  space: SpaceExamination | null;
}

/** Checks everything once. A check that fails does not stop the others. Nothing is changed or woken. */
export async function examine(examiner: Examiner, options: ExamineOptions, emit: Emit): Promise<Examination> {
  const config = await loadConfig(examiner.folder, emit);
  const { campaign } = config;
  const checks: Check[] = [checkVersions({ node: nodeVersion, ...readPackageInfo() }), ...config.checks];
  const hub = await examineHub(campaign, examiner);
  checks.push(...hub.checks);
  if (campaign === null) return { campaign, checks: sort([...checks, checkClock(examiner.clocks)]), hub, space: null };
  const folder = await examineFolder(campaign);
  const { target } = campaign;
  const backup = await examineBackup(campaign, examiner, hub.account, emit);
  const hasAnswers = (folder.log ?? []).length > 0 || backup.manifest !== null;
  const space = target.type === 'space' ? await examineSpace({ ...campaign, target }, hub, hasAnswers) : null;
  const rights = await examineRights(campaign, hub, listSeen(campaign, space, backup));
  const server = await examineArgilla(campaign, { folder, space, backup }, examiner, options, emit);
  const schedule = [
    ...(await examineWorkflows(campaign)),
    ...(await examineJobs({ name: campaign.name, backup: campaign.publish?.backup ?? null }, hub)),
  ];
  checks.push(...folder.checks, ...schedule, ...rights, ...(space?.checks ?? []), ...server, ...backup.checks);
  return { campaign, checks: sort([...checks, checkClock(examiner.clocks)]), hub, space };
}

async function loadConfig(
  folder: CampaignFolder,
  emit: Emit,
): Promise<{ campaign: OpenCampaign | null; checks: Check[] }> {
  try {
    const campaign = await openCampaign(folder.dir, { ...folder, emit, config: basename(folder.configPath) });
    const why = 'prank.yaml is as it should be.';
    return {
      campaign,
      checks: [{ area: 'campaign', name: 'config', ok: true, why, fix: null, repair: null, atStake: false }],
    };
  } catch (error) {
    // Without its guidelines, the folder needs the backup. What is wrong with token or Hub is a finding of its own.
    const isHub = error instanceof PermissionError || error instanceof RemoteError;
    const checks = [isHub ? unseenOf({ area: 'campaign', name: 'config' }, error) : configFinding(error)];
    return { campaign: null, checks };
  }
}

async function examineWorkflows(campaign: OpenCampaign): Promise<Check[]> {
  try {
    return checkWorkflows(campaign, await readScheduleFiles(campaign));
  } catch (error) {
    return [findingOf({ area: 'campaign', name: 'workflow' }, error)];
  }
}

/** Whether the campaign's places on the Hub exist, as far as other checks have found out. */
function listSeen(
  { target, publish }: Campaign,
  space: SpaceExamination | null,
  backup: BackupExamination,
): Map<string, boolean> {
  const seen = new Map<string, boolean>();
  if (target.type === 'space' && space !== null && space.isThere !== null)
    seen.set(`spaces/${target.space}`, space.isThere);
  if (publish?.backup != null && backup.isThere !== null) seen.set(`datasets/${publish.backup}`, backup.isThere);
  return seen;
}

interface Examined {
  folder: FolderExamination;
  space: SpaceExamination | null;
  backup: BackupExamination;
}

async function examineArgilla(
  campaign: OpenCampaign,
  examined: Examined,
  examiner: Examiner,
  options: ExamineOptions,
  emit: Emit,
): Promise<Check[]> {
  const { space } = examined;
  if (space !== null && (space.address === null || space.silence !== null))
    return [queueUnseen(space.silence ?? 'its address is not known')];
  try {
    return await withServer(examiner, campaign, space?.address ?? null, (server) =>
      askServer(server, campaign, examined, options, emit),
    );
  } catch (error) {
    // Without a key or a database, there is no server to ask.
    return [findingOf({ area: 'argilla', name: 'server' }, error)];
  }
}

async function askServer(
  server: Server,
  campaign: OpenCampaign,
  { folder, space, backup }: Examined,
  { rater }: ExamineOptions,
  emit: Emit,
): Promise<Check[]> {
  const { connection } = server;
  const last = await readLastDataset(campaign.dir);
  const known = findKnownServer(folder.log ?? [], folder.state, backup.manifest, last);
  const writtenUrl = await campaign.readSetting('ARGILLA_API_URL');
  const examined = await examineServer(server, { campaign, known, writtenUrl, mayRestart: space?.mayRestart ?? false });
  const { workspace, dataset, unindexed, checks } = examined;
  if (workspace === null) return [...checks, queueUnseen('there is no dataset of the campaign to look into')];
  try {
    const users = await listAccounts(connection);
    // First in the list, so that it is fixed before a restart.
    const values = unindexed === null ? [] : await examineUnindexed(connection, unindexed.dataset.id, emit);
    const removed = new Set(folder.state?.removed);
    const findPrompt = promptFinder(folder.prompts, await readNormalization(campaign));
    const context = { campaign, prompts: folder.prompts, log: folder.log, known, users, findPrompt, removed };
    const queue = dataset === null ? null : await examineQueue(connection, dataset.dataset.id, context, emit);
    const forgotten = new Map([...backup.forgotten, ...(await readForgottenRaters(campaign.dir))]);
    const people = { campaign, workspace, users, log: folder.log, forgotten, url: connection.url };
    return [
      ...values,
      ...checks,
      ...(queue?.checks ?? [queueUnseen('the dataset is not published')]),
      ...(await examineRaters(connection, people)),
      ...(rater === null
        ? []
        : await examineRater(connection, { ...people, name: rater, records: queue?.records ?? null })),
    ];
  } catch (error) {
    if (!(error instanceof PrankError)) throw error;
    const why = `Argilla did not tell all: ${error.message}`;
    return [
      ...checks,
      error instanceof RemoteError
        ? unseen('argilla', 'queue', why, error.hint)
        : findingOf({ area: 'argilla', name: 'queue' }, error),
    ];
  }
}

/** By area, then in the order in which they were made. */
function sort(checks: readonly Check[]): Check[] {
  return checks.toSorted((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area));
}
