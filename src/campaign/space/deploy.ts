import type { Connection } from '../../argilla/connection.ts';
import { type Account, getAccount } from '../../hub/account.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { isServing } from '../../hub/spaces/runtime.ts';
import { guessSpaceUrl } from '../../hub/spaces/spaces.ts';
import { RemoteError, UsageError } from '../../lib/errors.ts';
import type { Campaign, Emit, SpaceTarget, Step, Task } from '../../model.ts';
import { deploy, type DeployResult } from '../deploy.ts';
import { planDeployment } from '../deploy/plan.ts';
import { accessHeaders } from './access.ts';
import { reconcileSpace, type ReconciledSpace, type InspectedSpace } from './reconcile.ts';
import { inspectSpace, getSpaceOverview, type SpaceOverview } from './inspect.ts';
import { planSpace } from './plan.ts';
import type { SpaceDeployPorts } from './ports.ts';
import { assertMayChange, assertMayHost } from './rights.ts';
import { readDatabaseUrl } from './secrets.ts';
import { findDataVolume, type WantedSpace } from './types.ts';
import { waitForArgilla } from './wait.ts';

export interface SpaceDeployOptions {
  dryRun: boolean;
  /** How long to wait for the Space. */
  timeoutMs: number;
  /** Start on an empty database in this new folder of the bucket; the caller has asked. */
  freshFolder?: string;
}

/**
 * Brings bucket, Space, login, workspace and dataset into the described state. Can be killed at any moment and run again;
 * what is as described is kept, and nothing restarts then.
 */
export async function deployToSpace(
  campaign: Campaign & { target: SpaceTarget },
  ports: SpaceDeployPorts,
  options: SpaceDeployOptions,
  emit: Emit,
): Promise<DeployResult> {
  const { target, task } = campaign;
  const { hub, clock, settings } = ports;
  const wanted: WantedSpace = { ...toWanted(target, task), freshFolder: options.freshFolder ?? null };
  await readDatabaseUrl(target, settings);
  const account = await getAccount(hub);
  const overview = await getSpaceOverview(hub, wanted);
  assertAllowed(account, wanted, overview);
  const found = await inspectSpace(hub, wanted, overview);
  if (wanted.freshFolder === null) await assertKeyIsKnown(ports, wanted, overview);
  if (options.dryRun) return planOnly(campaign, ports, wanted, { overview, found }, emit);

  const deadlineMs = clock.now() + options.timeoutMs;
  const deployed = await reconcileSpace(ports, { account, target, wanted, deadlineMs }, { overview, found }, emit);
  const { info, steps, changed } = deployed;
  const link = await openLink(ports, wanted, info);
  const wait = { space: wanted.space, deadlineMs, changed };
  const runtime = await waitForArgilla({ ...ports, emit, connection: link(false) }, wait);
  if (wanted.bucket !== null && findDataVolume(runtime) === null) {
    emit({
      type: 'warning',
      text: `The Hub does not say that ${wanted.bucket} is mounted at /data of ${wanted.space}: look at its settings before people rate, for its data may be lost at a restart.`,
    });
  }
  const result = await deploy(campaign, { connection: link(true), confirm: ports.confirm }, { dryRun: false }, emit);
  return { ...result, url: info.url, steps: [...steps, ...result.steps] };
}

/** As every deploy wants it. */
export function toWanted({ space, hardware, sleepHours, storage, databaseEnv }: SpaceTarget, task: Task): WantedSpace {
  const hours = sleepHours === 'never' ? null : sleepHours;
  return {
    space,
    hardware,
    sleepSeconds: sleepHours === 'never' ? -1 : hours === null ? null : hours * 3600,
    // By the name of the Space, not of the campaign: two Spaces on one database would destroy it.
    bucket: storage === 'none' ? null : `${space}-data`,
    hasDatabase: databaseEnv !== null,
    workspace: task.workspace,
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

/** Only a database that is yet to be made takes a key that we make up. */
async function assertKeyIsKnown(
  { settings }: SpaceDeployPorts,
  wanted: WantedSpace,
  { info, bucket }: SpaceOverview,
): Promise<void> {
  const hasData = (bucket?.files ?? 0) > 0;
  if ((info === null && !hasData) || (await settings.read('ARGILLA_API_KEY')) !== undefined) return;
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

/** Opens Argilla on the Space, patient or not. */
async function openLink(
  ports: SpaceDeployPorts,
  { space }: WantedSpace,
  info: ReconciledSpace['info'],
): Promise<(patient: boolean) => Connection> {
  const { hub, clock, settings, connect } = ports;
  const apiKey = (await settings.read('ARGILLA_API_KEY')) ?? '';
  const extraHeaders = accessHeaders(hub, space, info, clock);
  return (patient) => connect(info.url, { apiKey, patient, extraHeaders });
}

/** The whole plan as far as it can be known; changes nothing and wakes nothing. */
async function planOnly(
  campaign: Campaign,
  ports: SpaceDeployPorts,
  wanted: WantedSpace,
  { overview, found }: InspectedSpace,
  emit: Emit,
): Promise<DeployResult> {
  const steps = toSteps(planSpace(wanted, found));
  if (overview.info === null || found.space === null) {
    const rest = planDeployment(campaign.task, { workspace: null, dataset: null });
    return { url: guessSpaceUrl(wanted.space), datasetId: null, steps: [...steps, ...toSteps(rest)] };
  }
  const { url } = overview.info;
  const unknown = (why: string): DeployResult => {
    emit({ type: 'info', text: `${wanted.space} ${why}: its workspace and dataset can't be looked at.` });
    return { url, datasetId: null, steps };
  };
  if (!isServing(found.space.stage)) return unknown(`is ${found.space.stage.toLowerCase().replaceAll('_', ' ')}`);
  const link = await openLink(ports, wanted, overview.info);
  try {
    const result = await deploy(campaign, { ...ports, connection: link(false) }, { dryRun: true }, emit);
    return { ...result, url, steps: [...steps, ...result.steps] };
  } catch (error) {
    if (error instanceof RemoteError) return unknown('does not answer');
    throw error;
  }
}

function toSteps(plan: readonly Step[]): Step[] {
  return plan.map(({ action, target, why }) => ({ action, target, why }));
}
