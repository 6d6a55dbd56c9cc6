import { setTimeout as sleep } from 'node:timers/promises';
import type { Repository } from '../state/repository.ts';
import type { KeyValue, Volume } from '../state/space-host.ts';
import { LogBook } from './log-book.ts';
import { closeData, emptyData, type SpaceData } from './space-data.ts';
import type { RunningSpace } from './space-runner.ts';
import { isBuilding, isServing, type SpaceSettings, type Stage, type StageStep } from './stages.ts';

export interface Setting extends KeyValue {
  updatedAtMs: number;
}

export interface SpacePorts {
  clock: () => number;
  settings: SpaceSettings;
  /** The stages of a start for which a test planned none. */
  usualSteps: (space: Space) => StageStep[];
  openData: (volumes: Volume[]) => SpaceData;
  /** Starts the program; null = the Space shows a plain page. */
  run: (space: Space, data: SpaceData) => Promise<RunningSpace | null>;
}

/** A Space and its container. Every change restarts the container, and only volumes survive that. */
export class Space {
  readonly repository: Repository;
  readonly secrets = new Map<string, Setting>();
  readonly variables = new Map<string, Setting>();
  readonly buildLog: LogBook;
  readonly runLog: LogBook;
  volumes: Volume[] = [];
  hardware = 'cpu-basic';
  sleepTimeSeconds: number | null = null;
  /** URL of its own listener. */
  url = '';
  stage: Stage = 'BUILDING';
  /** All stages it went through. */
  readonly stages: Stage[] = [];
  errorMessage: string | null = null;
  /** The running commit, or the last one built. */
  builtCommit: string | null = null;
  /** Hardware it runs on; null until it has run. */
  currentHardware: string | null = null;
  /** Number of starts after the first one, whatever the cause. */
  restarts = 0;
  running: RunningSpace | null = null;
  data: SpaceData | null = null;
  readonly #ports: SpacePorts;
  readonly #ways: StageStep[][] = [];
  readonly #watchers = new Set<() => void>();
  #chain: Promise<void> = Promise.resolve();
  #current = new AbortController();

  constructor(repository: Repository, ports: SpacePorts) {
    this.repository = repository;
    this.#ports = ports;
    this.buildLog = new LogBook(ports.clock);
    this.runLog = new LogBook(ports.clock);
  }

  /** Plans the stages of the next start that has no plan yet. After that come the usual stages. */
  planStart(steps: StageStep[]): void {
    this.#ways.push(steps);
  }

  /** `blank` = the data is emptied, including volumes. */
  restart({ blank = false } = {}): void {
    this.restarts += 1;
    this.begin({ blank });
  }

  /** A change takes effect at once, or, if the Space is paused, at the next start. */
  applyChange(): void {
    if (this.stage !== 'PAUSED' && this.stage !== 'STOPPED') this.restart();
  }

  /** A visit starts it without a build. */
  wake(): void {
    this.restarts += 1;
    this.begin({ steps: this.#ports.usualSteps(this).filter(({ stage }) => !isBuilding(stage)) });
  }

  begin({
    blank = false,
    steps = this.#ways.shift(),
  }: { blank?: boolean; steps?: StageStep[] | undefined } = {}): void {
    const { settings, usualSteps } = this.#ports;
    const way = steps ?? usualSteps(this);
    this.#follow(async (signal) => {
      if (settings.staleMs > 0) await sleep(settings.staleMs, undefined, { signal });
      for (const step of way) {
        await this.#take(step, signal, blank);
        if (step !== way.at(-1)) await sleep(step.forMs ?? 0, undefined, { signal });
      }
    });
    const [first] = way;
    if (settings.staleMs === 0 && first !== undefined && !isServing(first.stage)) this.#tell(first.stage);
  }

  /** Stops the container and stays at this stage. */
  rest(stage: 'PAUSED' | 'SLEEPING' | 'STOPPED' | 'DELETING'): Promise<void> {
    this.#follow(() => this.#stop());
    this.#tell(stage);
    return this.#chain;
  }

  /** Resolves when the last stage is reached and nothing else was started. */
  async settle(): Promise<void> {
    for (let seen: Promise<void> | null = null; seen !== this.#chain;) {
      seen = this.#chain;
      await seen;
    }
  }

  /** Resolves when it reaches the stage; at once if it is there already. */
  async waitFor(stage: Stage): Promise<void> {
    while (this.stage !== stage) {
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#watchers.delete(look);
          resolve();
        };
        this.#watchers.add(look);
      });
    }
  }

  /** One thing at a time: a new action ends the waiting of the previous one. */
  #follow(action: (signal: AbortSignal) => Promise<void>): void {
    this.#current.abort();
    const current = new AbortController();
    this.#current = current;
    this.#chain = this.#finish(this.#chain, action, current.signal);
  }

  async #finish(before: Promise<void>, action: (signal: AbortSignal) => Promise<void>, signal: AbortSignal) {
    await before;
    if (signal.aborted) return;
    try {
      await action(signal);
    } catch (error) {
      if (!signal.aborted) await this.#fail(error);
    }
  }

  async #take({ stage, log = [], errorMessage }: StageStep, signal: AbortSignal, blank: boolean): Promise<void> {
    signal.throwIfAborted();
    if (!isServing(stage)) await this.#stop();
    if (stage === 'RUNNING') await this.#start(signal, blank);
    if (stage === 'BUILDING' || stage === 'RUNNING_BUILDING') this.buildLog.clear();
    if (stage === 'APP_STARTING' || stage === 'RUNNING_APP_STARTING') this.runLog.clear();
    const book = isBuilding(stage) ? this.buildLog : this.runLog;
    for (const line of log) book.add(line);
    this.errorMessage = errorMessage ?? null;
    this.#tell(stage);
  }

  async #start(signal: AbortSignal, blank: boolean): Promise<void> {
    await this.#stop();
    this.data = this.#ports.openData(this.volumes);
    if (blank) emptyData(this.data);
    const commit = this.repository.head.oid;
    this.running = await this.#ports.run(this, this.data);
    signal.throwIfAborted();
    this.builtCommit = commit;
    this.currentHardware = this.hardware;
  }

  async #stop(): Promise<void> {
    const { running, data } = this;
    this.running = null;
    this.data = null;
    await running?.stop();
    if (data !== null) closeData(data);
  }

  async #fail(error: unknown): Promise<void> {
    await this.#stop();
    this.errorMessage = error instanceof Error ? error.message : String(error);
    this.runLog.add(this.errorMessage);
    this.#tell('RUNTIME_ERROR');
  }

  #tell(stage: Stage): void {
    if (stage !== this.stages.at(-1)) this.stages.push(stage);
    this.stage = stage;
    for (const look of this.#watchers) look();
  }
}
