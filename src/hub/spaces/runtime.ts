import { z } from 'zod';
import type { HubConnection } from '../connection.ts';
import type { SpaceVolume } from './spaces.ts';

/** What a Space runs, and on what. */
export interface SpaceRuntime {
  /** The Hub's own word, such as RUNNING or BUILD_ERROR. */
  stage: string;
  /** The commit that runs; null when the Hub doesn't tell. */
  commit: string | null;
  /** What it asks for, which is what it will run on. */
  hardware: string | null;
  /** Idle seconds until it sleeps; null = never, or not told. */
  sleepSeconds: number | null;
  volumes: SpaceVolume[];
  errorMessage: string | null;
}

// Volumes are set all at once, so each must go back with all that it came with.
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

/** Throws HubHttpError when there is no such Space. */
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

/** Where a stage leads: by itself to another one, or to nobody's answer before somebody acts. */
export type StageKind = 'starting' | 'running' | 'failed' | 'asleep' | 'paused';

/** Stages that prank doesn't know are taken for ones that pass. */
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

/** Whether a container is up and serves, also while the next one is being made. */
export function isServing(stage: string): boolean {
  return stage.startsWith('RUNNING');
}

/** Starts a new container. The only way to wake a Space that is paused. */
export async function restartSpace(hub: HubConnection, name: string): Promise<void> {
  await hub.request({ method: 'POST', path: `/api/spaces/${name}/restart`, schema: z.unknown() });
}

/** Restarts the Space on other hardware; `sleepSeconds` -1 = never, null = as the Hub has it. */
export async function setHardware(
  hub: HubConnection,
  name: string,
  { hardware, sleepSeconds }: { hardware: string; sleepSeconds: number | null },
): Promise<void> {
  const body = { flavor: hardware, ...(sleepSeconds === null ? {} : { sleepTimeSeconds: sleepSeconds }) };
  await set(hub, 'POST', `/api/spaces/${name}/hardware`, body);
}

/** -1 = never. Restarts nothing. */
export async function setSleepTime(hub: HubConnection, name: string, seconds: number): Promise<void> {
  await set(hub, 'POST', `/api/spaces/${name}/sleeptime`, { seconds });
}

/** Replaces all volumes, and restarts the Space. */
export async function setVolumes(hub: HubConnection, name: string, volumes: readonly SpaceVolume[]): Promise<void> {
  await set(hub, 'PUT', `/api/spaces/${name}/volumes`, { volumes });
}

/** Setting a state twice is setting it once, so a lost answer is no reason to stop. */
async function set(hub: HubConnection, method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
  await hub.request({ method, path, body, schema: z.unknown(), repeatable: true });
}

const wireHardware = z.array(z.object({ name: z.string(), cpu: z.string().nullish() }));

/** Processor cores by name of the hardware; those that the Hub doesn't count are left out. */
export async function listCores(hub: HubConnection): Promise<Map<string, number>> {
  const list = await hub.request({ method: 'GET', path: '/api/spaces/hardware', schema: wireHardware });
  return new Map(
    list.flatMap(({ name, cpu }): [string, number][] => {
      const cores = Number.parseInt(cpu ?? '', 10);
      return cores > 0 ? [[name, cores]] : [];
    }),
  );
}
