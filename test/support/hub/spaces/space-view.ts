import type { Volume } from '../state/space-host.ts';
import type { SpaceFleet } from './space-fleet.ts';
import type { Stage, StageStep } from './stages.ts';

/** A test's view of a Space: always its current state. */
export interface SpaceView {
  id: string;
  /** Its own URL. */
  readonly url: string;
  readonly stage: Stage;
  /** All stages it went through. */
  readonly stages: Stage[];
  /** Number of starts after the first one, whatever the cause. */
  readonly restarts: number;
  readonly secrets: Record<string, string>;
  readonly variables: Record<string, string>;
  readonly hardware: string;
  readonly sleepTimeSeconds: number | null;
  readonly volumes: Volume[];
  /** Folder of its /data; null while nothing runs. */
  readonly dataDir: string | null;
  /** URL of the program itself, which bypasses private and sleeping; null while nothing runs. */
  readonly appUrl: string | null;
  readonly logs: { build: string[]; run: string[] };
  /** The stages of the next start. Several plans are kept in order. */
  planStart(steps: StageStep[]): void;
  /** Restarts it. Resolves when the last stage is reached. */
  restart(): Promise<void>;
  /** Empties its data, including volumes, and restarts it. Resolves when the last stage is reached. */
  wipe(): Promise<void>;
  /** Puts it to sleep; the next visit wakes it. */
  sleep(): Promise<void>;
  pause(): Promise<void>;
  waitFor(stage: Stage): Promise<void>;
  /** Resolves when the last stage is reached: running, failed or at rest. */
  settle(): Promise<void>;
  log(kind: 'build' | 'run', line: string): void;
}

/** Throws if there is no such Space. */
export function viewSpace(fleet: SpaceFleet, id: string): SpaceView {
  const get = () => {
    const space = fleet.find(id);
    if (space === undefined) throw new Error(`The stand-in Hub runs no Space ${id}.`);
    return space;
  };
  get();
  const restart = async (blank: boolean): Promise<void> => {
    get().restart({ blank });
    await get().settle();
  };
  return {
    id,
    get url() {
      return get().url;
    },
    get stage() {
      return get().stage;
    },
    get stages() {
      return [...get().stages];
    },
    get restarts() {
      return get().restarts;
    },
    get secrets() {
      return Object.fromEntries([...get().secrets].map(([key, { value }]) => [key, value]));
    },
    get variables() {
      return Object.fromEntries([...get().variables].map(([key, { value }]) => [key, value]));
    },
    get hardware() {
      return get().hardware;
    },
    get sleepTimeSeconds() {
      return get().sleepTimeSeconds;
    },
    get volumes() {
      return get().volumes;
    },
    get dataDir() {
      return get().data?.folder ?? null;
    },
    get appUrl() {
      return get().running?.url ?? null;
    },
    get logs() {
      return { build: get().buildLog.lines, run: get().runLog.lines };
    },
    planStart: (steps) => get().planStart(steps),
    restart: () => restart(false),
    wipe: () => restart(true),
    sleep: () => get().rest('SLEEPING'),
    pause: () => get().rest('PAUSED'),
    waitFor: (stage) => get().waitFor(stage),
    settle: () => get().settle(),
    log: (kind, line) => (kind === 'build' ? get().buildLog : get().runLog).add(line),
  };
}
