import type { Connection } from '../../argilla/connection.ts';
import { type Account, getAccount } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { isServing } from '../../hub/spaces/runtime.ts';
import { guessSpaceUrl } from '../../hub/spaces/spaces.ts';
import { RemoteError, UsageError } from '../../lib/errors.ts';
import type { Emit, Step } from '../../model.ts';
import { deployDataset, type DeployedDataset } from '../deploy/dataset.ts';
import { planDeployment } from '../deploy/plan.ts';
import { accessHeaders } from './access.ts';
import { reconcileSpace, type ReconciledSpace, type InspectedSpace } from './reconcile.ts';
import { inspectSpace, getSpaceOverview, type SpaceOverview } from './inspect.ts';
import { planSpace } from './plan.ts';
import { openSpace } from './open-space.ts';
import { assertMayChange, assertMayHost } from './rights.ts';
import { readDatabaseUrl } from './secrets.ts';
import { findDataVolume, type SpaceCampaign, type SpaceWork, type WantedSpace } from './types.ts';
import { waitForArgilla } from './wait.ts';

export interface SpaceDeployOptions {
  dryRun: boolean;
  /** How long to wait for the Space. */
  timeoutMs: number;
  /** Id of the campaign's dataset, which may have been renamed; null = unknown. */
  known: string | null;
  /** Start with an empty database in this new folder of the bucket; the caller has asked for confirmation. */
  freshFolder?: string;
  /** Leave workspace and dataset to the caller, except in a dry run. */
  onlySpace?: boolean;
}

/**
 * Creates or updates bucket, Space, login, workspace and dataset. It is safe to interrupt it and run it again: whatever
 * is as described is kept, and causes no restart.
 */
export async function deployToSpace(
  campaign: SpaceCampaign,
  options: SpaceDeployOptions,
  emit: Emit,
): Promise<DeployedDataset> {
  const { target } = campaign;
  const hub = await openSpaceHub(campaign);
  const wanted: WantedSpace = { ...toWanted(campaign), freshFolder: options.freshFolder ?? null };
  await readDatabaseUrl(target, campaign);
  const account = await getAccount(hub);
  const overview = await getSpaceOverview(hub, wanted);
  assertAllowed(account, wanted, overview);
  const found = await inspectSpace(hub, wanted, overview);
  if (wanted.freshFolder === null) await assertKeyIsKnown(campaign, wanted, overview);
  if (options.dryRun) return planOnly({ campaign, hub, wanted }, { overview, found }, options, emit);

  const deadlineMs = campaign.clock.now() + options.timeoutMs;
  const deployed = await reconcileSpace({ campaign, hub, account, wanted, deadlineMs }, { overview, found }, emit);
  const { info, steps, changed } = deployed;
  const link = await openLink({ campaign, hub, wanted }, info);
  const awaited = { hub, space: wanted.space, connection: link(false) };
  const runtime = await waitForArgilla(awaited, campaign, { deadlineMs, changed }, emit);
  if (wanted.bucket !== null && findDataVolume(runtime) === null) {
    emit({
      type: 'warning',
      text: `The Hub does not say that ${wanted.bucket} is mounted at /data of ${wanted.space}: look at its settings before people rate, for its data may be lost at a restart.`,
    });
  }
  if (options.onlySpace === true) {
    return { url: info.url, datasetId: null, datasetName: campaign.task.dataset, rename: null, steps };
  }
  const result = await deployDataset(campaign, link(true), { dryRun: false, known: options.known }, emit);
  return { ...result, url: info.url, steps: [...steps, ...result.steps] };
}

/** Connects to the Hub, with a token for the campaign's Space. */
export function openSpaceHub({ openHub, target }: SpaceCampaign): Promise<HubConnection> {
  return openHub({ resource: `spaces/${target.space}` });
}

/** The Space that a deploy makes, from prank.yaml. */
export function toWanted({ target, task, name, publish }: SpaceCampaign): WantedSpace {
  const { space, server, hardware, sleepHours, storage, databaseEnv } = target;
  const hours = sleepHours === 'never' ? null : sleepHours;
  return {
    space,
    server,
    hardware,
    sleepSeconds: sleepHours === 'never' ? -1 : hours === null ? null : hours * 3600,
    // Named after the Space, not the campaign: two Spaces on one database would destroy it.
    bucket: storage === 'none' ? null : `${space}-data`,
    hasDatabase: databaseEnv !== null,
    workspace: task.workspace,
    about: { title: name, dataset: publish?.dataset ?? null },
    freshFolder: null,
  };
}

function assertAllowed(account: Account, wanted: WantedSpace, { info, bucket }: SpaceOverview): void {
  const [owner, name] = splitName(wanted.space);
  assertMayChange(account, { owner, type: 'space', name, create: info === null });
  if (info !== null) return;
  if (wanted.bucket !== null && bucket === null) {
    assertMayChange(account, { owner, type: 'bucket', name: splitName(wanted.bucket)[1], create: true });
  }
  assertMayHost(account, wanted);
}

/** Only a database that does not exist yet accepts a key that we make up. */
async function assertKeyIsKnown(
  { readSetting }: SpaceCampaign,
  wanted: WantedSpace,
  { info, bucket }: SpaceOverview,
): Promise<void> {
  const hasData = (bucket?.files ?? 0) > 0;
  if ((info === null && !hasData) || (await readSetting('ARGILLA_API_KEY')) !== undefined) return;
  if (info === null) {
    throw new UsageError(
      'stored_key_missing',
      `The bucket ${wanted.bucket} holds the data of an earlier Argilla, and its key is not here: ARGILLA_API_KEY is not set.`,
    );
  }
  throw new UsageError(
    'key_missing',
    `${wanted.space} is there, and its Argilla has a key that is not here: ARGILLA_API_KEY is neither in the environment nor in .env.`,
    { hint: `Sign in at ${info.url}, copy the key from "My settings" into .env:  ARGILLA_API_KEY=…` },
  );
}

type PlannedWork = Pick<SpaceWork, 'campaign' | 'hub' | 'wanted'>;

/** Opens Argilla on the Space, patiently or not. */
async function openLink(
  { campaign, hub, wanted }: PlannedWork,
  info: ReconciledSpace['info'],
): Promise<(patient: boolean) => Connection> {
  const apiKey = (await campaign.readSetting('ARGILLA_API_KEY')) ?? '';
  const extraHeaders = accessHeaders(hub, wanted.space, info, campaign.clock);
  return (patient) => openSpace(campaign, info.url, { apiKey, patient, extraHeaders });
}

/** The whole plan, as far as it can be known. Changes nothing and wakes nothing. */
async function planOnly(
  work: PlannedWork,
  { overview, found }: InspectedSpace,
  { known }: SpaceDeployOptions,
  emit: Emit,
): Promise<DeployedDataset> {
  const { campaign, wanted } = work;
  const unseen = { datasetId: null, datasetName: campaign.task.dataset, rename: null };
  const steps = toSteps(planSpace(wanted, found));
  // A fresh folder means an empty database.
  if (overview.info === null || found.space === null || wanted.freshFolder !== null) {
    const rest = planDeployment(campaign.task, { workspace: null, dataset: null });
    return { ...unseen, url: guessSpaceUrl(wanted.space), steps: [...steps, ...toSteps(rest)] };
  }
  const { url } = overview.info;
  const unknown = (why: string): DeployedDataset => {
    emit({ type: 'info', text: `${wanted.space} ${why}: its workspace and dataset can't be looked at.` });
    return { ...unseen, url, steps };
  };
  if (!isServing(found.space.stage)) return unknown(`is ${found.space.stage.toLowerCase().replaceAll('_', ' ')}`);
  const link = await openLink(work, overview.info);
  try {
    const result = await deployDataset(campaign, link(false), { dryRun: true, known }, emit);
    return { ...result, url, steps: [...steps, ...result.steps] };
  } catch (error) {
    if (error instanceof RemoteError) return unknown('does not answer');
    throw error;
  }
}

function toSteps(plan: readonly Step[]): Step[] {
  return plan.map(({ action, target, why }) => ({ action, target, why }));
}
