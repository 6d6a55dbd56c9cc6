import { z } from 'zod';
import { RemoteError } from '../../lib/errors.ts';
import type { HubConnection } from '../connection.ts';
import type { SpaceVolume } from './spaces.ts';

/** What a Space runs, and on which hardware. */
export interface SpaceRuntime {
  /** The Hub's own name, such as RUNNING or BUILD_ERROR. */
  stage: string;
  /** The running commit; null if the Hub doesn't say. */
  commit: string | null;
  /** The requested hardware, on which it will run. */
  hardware: string | null;
  /** Idle seconds until it sleeps; null = never, or unknown. */
  sleepSeconds: number | null;
  volumes: SpaceVolume[];
  errorMessage: string | null;
}

// Volumes are always set together, so each one must be sent back with all its properties.
const wireVolume = z
  .object({
    type: z.string(),
    source: z.string().default(''),
    mountPath: z.string(),
    path: z.string().nullish(),
    revision: z.string().nullish(),
    readOnly: z.boolean().nullish(),
  })
  .transform(({ path, revision, readOnly, ...volume }): SpaceVolume => {
    const given = Object.entries({ path, revision, readOnly }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    return { ...volume, ...Object.fromEntries(given) };
  });

const wireRuntime = z.object({
  stage: z.string(),
  sha: z.string().nullish(),
  errorMessage: z.string().nullish(),
  hardware: z.object({ current: z.string().nullish(), requested: z.string().nullish() }).nullish(),
  gcTimeout: z.number().nullish(),
  volumes: z.array(wireVolume).nullish(),
});

/** Throws HubHttpError if there is no such Space. */
export async function getRuntime(hub: HubConnection, name: string): Promise<SpaceRuntime> {
  const path = `/api/spaces/${name}/runtime`;
  return toRuntime(await hub.request({ method: 'GET', path, schema: wireRuntime }));
}

function toRuntime({ stage, sha, errorMessage, hardware, gcTimeout, volumes }: z.output<typeof wireRuntime>) {
  return {
    stage,
    commit: sha ?? null,
    hardware: hardware?.requested ?? hardware?.current ?? null,
    sleepSeconds: gcTimeout ?? null,
    volumes: volumes ?? [],
    errorMessage: errorMessage ?? null,
  } satisfies SpaceRuntime;
}

/** What happens from this stage on: it changes on its own, or it waits until somebody acts. */
export type StageKind = 'starting' | 'running' | 'failed' | 'asleep' | 'paused';

/** Unknown stages count as temporary ones. */
export function classifyStage(stage: string): StageKind {
  return stageKinds[stage] ?? 'starting';
}

const stageKinds: Readonly<Record<string, StageKind>> = {
  RUNNING: 'running',
  BUILD_ERROR: 'failed',
  RUNTIME_ERROR: 'failed',
  CONFIG_ERROR: 'failed',
  NO_APP_FILE: 'failed',
  DELETING: 'failed',
  SLEEPING: 'asleep',
  PAUSED: 'paused',
  STOPPED: 'paused',
};

/** Whether a container is up and serving, even while the next one is being built. */
export function isServing(stage: string): boolean {
  return stage.startsWith('RUNNING');
}

/** Starts a new container. This is the only way to wake a paused Space. */
export async function restartSpace(hub: HubConnection, name: string): Promise<void> {
  await hub.request({ method: 'POST', path: `/api/spaces/${name}/restart`, schema: wireRuntime });
}

/** Restarts the Space on other hardware. `sleepSeconds`: -1 = never, null = the Hub's default. */
export async function setHardware(
  hub: HubConnection,
  name: string,
  { hardware, sleepSeconds }: { hardware: string; sleepSeconds: number | null },
): Promise<void> {
  const body = { flavor: hardware, ...(sleepSeconds === null ? {} : { sleepTimeSeconds: sleepSeconds }) };
  await set(hub, `/api/spaces/${name}/hardware`, body);
}

/** Sets the sleep time; -1 = never. Does not restart the Space. */
export async function setSleepTime(hub: HubConnection, name: string, seconds: number): Promise<void> {
  await set(hub, `/api/spaces/${name}/sleeptime`, { seconds });
}

/** Setting a state is idempotent, so it is repeated after a lost response. The Hub returns the new state. */
async function set(hub: HubConnection, path: string, body: object): Promise<void> {
  await hub.request({ method: 'POST', path, body, schema: wireRuntime, repeatable: true });
}

/**
 * Replaces all volumes and restarts the Space. Throws RemoteError `hub_not_done` if they aren't there
 * afterwards: the Hub answers with nothing, and without its volume a Space forgets its answers.
 */
export async function setVolumes(hub: HubConnection, name: string, volumes: readonly SpaceVolume[]): Promise<void> {
  await hub.send({ method: 'PUT', path: `/api/spaces/${name}/volumes`, body: { volumes } });
  const mounted = (await getRuntime(hub, name)).volumes;
  const isMounted = ({ source, mountPath }: SpaceVolume): boolean =>
    mounted.some((volume) => volume.source === source && volume.mountPath === mountPath);
  if (mounted.length === volumes.length && volumes.every(isMounted)) return;
  throw new RemoteError('hub_not_done', `The Hub did not change the volumes of the Space ${name}.`);
}

const wireHardware = z.array(z.object({ name: z.string(), cpu: z.string().nullish() }));

/** CPU cores by hardware name, without hardware for which the Hub has no number. */
export async function listCores(hub: HubConnection): Promise<Map<string, number>> {
  const list = await hub.request({ method: 'GET', path: '/api/spaces/hardware', schema: wireHardware });
  return new Map(
    list.flatMap(({ name, cpu }): [string, number][] => {
      const cores = Number.parseInt(cpu ?? '', 10);
      return cores > 0 ? [[name, cores]] : [];
    }),
  );
}
