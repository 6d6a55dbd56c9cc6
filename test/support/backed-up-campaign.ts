import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, openConnection } from '../../src/argilla/connection.ts';
import { deploy } from '../../src/campaign/deploy.ts';
import { forget, type ForgetResult } from '../../src/campaign/forget.ts';
import { pull, type PullOptions, type PullResult } from '../../src/campaign/pull.ts';
import { push, type PushResult } from '../../src/campaign/push.ts';
import { restore, type RestoreResult } from '../../src/campaign/restore.ts';
import { sync, type SyncOptions, type SyncPorts, type SyncResult } from '../../src/campaign/sync.ts';
import type { SyncState } from '../../src/campaign/sync/state.ts';
import { readSyncState, writeSyncState } from '../../src/cli/wiring/sync-file.ts';
import { readPrompts } from '../../src/build/prompts-file.ts';
import { readManifest } from '../../src/build/manifest.ts';
import { compareRelease, writeRelease } from '../../src/release/write-release.ts';
import { withScratchFolder } from '../../src/cli/wiring/scratch-folder.ts';
import { type HubConnection, openHub } from '../../src/hub/connection.ts';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import type { Campaign, Event, Prompt, RaterPrivacy, ResponseEvent } from '../../src/model.ts';
import { readPullState, writePullState } from '../../src/ratings/pull-state.ts';
import { appendToRatingsLog, readRatingsLog } from '../../src/ratings/ratings-log.ts';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';
import { createFakeClock } from './fake-clock.ts';
import type { Fuse } from './fuse.ts';
import { type StandInHub, startHub } from './hub/start-hub.ts';
import { findDeployed, makeRater, readAllRecords, type ServerRecord, type TestRater } from './test-raters.ts';
import { anyEngine, lenient, noExports, plainDashboard } from './build-settings.ts';
import { cheapPasswords } from './cheap-passwords.ts';

const apiKey = 'owner-key-of-the-test';
export const backupName = 'organizer/rating-backup';

/** A clock whose time passes when a test says so; milliseconds. */
export class SimulatedClock {
  nowMs: number;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  pass(ms: number): number {
    return (this.nowMs += ms);
  }
}

/** One machine: a folder with log and prompts, and the verbs in it. */
export interface Machine {
  dir: string;
  logDir: string;
  events: Event[];
  /** What a sync knows about the sources: prank.lock.json, and the result of a build. */
  sources: Pick<SyncPorts, 'build' | 'lockedPrompts'>;
  /** Requests to both servers so far. */
  calls(): number;
  push(prompts: Prompt[]): Promise<PushResult>;
  pull(options?: Partial<PullOptions>, fuse?: Fuse): Promise<PullResult>;
  restore(options?: { dryRun?: boolean }, fuse?: Fuse): Promise<RestoreResult>;
  sync(options?: Partial<SyncOptions>, fuse?: Fuse): Promise<SyncResult>;
  forget(rater: string, options?: { dryRun?: boolean; confirm?: boolean }, fuse?: Fuse): Promise<ForgetResult>;
  readLog(): Promise<ResponseEvent[]>;
}

/** A campaign with a backup on a stand-in Hub, and an embedded server that can be lost. */
export class BackedUpCampaign {
  readonly hub: StandInHub;
  campaign: Campaign;
  private readonly folder: string;
  private server: LocalServer;
  private servers = 0;
  private readonly clock: SimulatedClock | null;
  private time = Date.UTC(2026, 2, 1);

  private constructor(folder: string, hub: StandInHub, clock: SimulatedClock | null, server: LocalServer) {
    this.folder = folder;
    this.hub = hub;
    this.clock = clock;
    this.server = server;
    this.campaign = makeCampaign(folder, server.url);
  }

  /** With a `clock`, the server and all machines use it. */
  static async start(clock: SimulatedClock | null = null): Promise<BackedUpCampaign> {
    const folder = await mkdtemp(join(tmpdir(), 'prank-'));
    const server = await openServer(join(folder, 'server-0.db'), clock);
    const campaign = new BackedUpCampaign(folder, await startHub(), clock, server);
    await campaign.deploy();
    return campaign;
  }

  get owner(): ArgillaCalls {
    return createCalls(this.server.url, apiKey);
  }

  get repo(): ReturnType<StandInHub['repo']> {
    return this.hub.repo('dataset', backupName);
  }

  /** Advances the machines' clocks. */
  passTime(ms: number): void {
    this.time += ms;
  }

  /** Publishes releases to this dataset on the Hub. */
  publishTo(
    dataset: string,
    { wave, overlap, raters }: { wave: number | 'all'; overlap?: number; raters?: RaterPrivacy },
  ): void {
    const { task, publish: settings } = this.campaign;
    if (settings === null) throw new Error('the campaign publishes');
    this.campaign = {
      ...this.campaign,
      task: { ...task, wave, overlap: overlap ?? task.overlap },
      publish: { ...settings, dataset, raters: raters ?? settings.raters },
    };
  }

  /** Syncs until a round finds nothing to do. */
  async settle(machine: Machine): Promise<void> {
    for (let rounds = 1; rounds < 6; rounds += 1) if (!(await machine.sync()).changed) return;
    throw new Error('it never settled');
  }

  async deploy(): Promise<string> {
    const ports = { connection: this.connect(), confirm: async () => true };
    return (await deploy(this.campaign, ports, { dryRun: false }, () => {})).datasetId ?? '';
  }

  /** Replaces the server with a new, empty one. */
  async wipe(): Promise<void> {
    await this.server.close();
    this.servers += 1;
    this.server = await openServer(join(this.folder, `server-${this.servers}.db`), this.clock);
    this.campaign = { ...this.campaign, target: { type: 'url', url: this.server.url } };
  }

  async machine(): Promise<Machine> {
    const dir = await mkdtemp(join(this.folder, 'machine-'));
    const logDir = join(dir, 'ratings');
    const events: Event[] = [];
    const emit = (event: Event): void => void events.push(event);
    const log = {
      read: () => readRatingsLog(logDir),
      append: (versions: ResponseEvent[]) => appendToRatingsLog(logDir, versions),
      readState: () => readPullState(logDir),
      writeState: (state: Parameters<typeof writePullState>[1]) => writePullState(logDir, state),
    };
    const opened: { requestCount(): number }[] = [];
    const makePorts = (fuse?: Fuse, confirmed = true) => {
      const connection = this.connect();
      const hub = this.openHub();
      opened.push(connection, hub);
      return {
        connection: fuse?.connection(connection) ?? connection,
        log,
        backup: {
          openHub: async () => fuse?.hub(hub) ?? hub,
          logDir,
          promptsPath: join(dir, 'prompts.parquet'),
          buildManifestPath: join(dir, 'manifest.json'),
          withScratchFolder,
          randomSuffix: () => randomBytes(4).toString('hex'),
        },
        now: () => new Date(this.clock?.pass(1_000) ?? (this.time += 1_000)).toISOString(),
        newPassword: () => randomBytes(12).toString('hex'),
        confirm: async () => confirmed,
        removePassword: async () => {},
      };
    };
    const sources: Machine['sources'] = {
      build: async () => {
        throw new Error('there is nothing to build from');
      },
      lockedPrompts: async () => null,
    };
    return {
      dir,
      logDir,
      events,
      sources,
      calls: () => opened.reduce((sum, server) => sum + server.requestCount(), 0),
      push: (prompts) => {
        const ports = { ...makePorts(), readPrompts: async () => prompts };
        return push(this.campaign, ports, { dryRun: false, prune: false }, emit);
      },
      pull: (options, fuse) => {
        const all = { dryRun: false, full: false, newDataset: false, acceptDeletions: false, ...options };
        return pull(this.campaign, makePorts(fuse), all, emit);
      },
      restore: (options, fuse) => restore(this.campaign, makePorts(fuse), { dryRun: false, ...options }, emit),
      sync: (options, fuse) => {
        const base = makePorts(fuse);
        const readBuilt = () => readPrompts(base.backup.promptsPath);
        const ports: SyncPorts = {
          pull: base,
          push: { ...base, readPrompts: readBuilt },
          publish: {
            readPrompts: readBuilt,
            readManifest: () => readManifest(base.backup.buildManifestPath),
            readLog: log.read,
            pseudonymKey: async () => 'aa'.repeat(32),
            writeRelease: (to, input, card) => writeRelease(to, input, { card }),
            compareRelease,
            withScratchFolder,
            isSimulated: async () => false,
            openHub: base.backup.openHub,
            openSpaceHub: base.backup.openHub,
            runUrl: null,
          },
          state: {
            read: () => readSyncState(join(dir, 'sync.json')),
            write: (state: SyncState) => writeSyncState(join(dir, 'sync.json'), state),
          },
          ...sources,
          version: '0.0.0',
        };
        const all = { dryRun: false, full: false, dir: join(dir, 'release'), ...options };
        return sync(this.campaign, ports, all, emit);
      },
      forget: (rater, { dryRun = false, confirm = true } = {}, fuse) =>
        forget(this.campaign, makePorts(fuse, confirm), { rater, dryRun }, emit),
      readLog: log.read,
    };
  }

  async records(): Promise<ServerRecord[]> {
    const { datasetId } = await findDeployed(this.owner, this.campaign.task.workspace);
    return readAllRecords(this.owner, datasetId);
  }

  async makeRater(): Promise<TestRater> {
    const { workspaceId } = await findDeployed(this.owner, this.campaign.task.workspace);
    return makeRater(this.owner, workspaceId);
  }

  /** Gives a rater's answer to a prompt: a value, `discarded` or `draft`. */
  async answer(rater: TestRater, promptId: string, answer: number | 'discarded' | 'draft'): Promise<void> {
    const record = (await this.records()).find(({ external_id: id }) => id === promptId);
    const [status, values] =
      typeof answer === 'number' ? ['submitted', { quality: { value: answer } }] : [answer, { quality: { value: 2 } }];
    const { status: code, body } = await rater.calls.post(`/records/${record?.id}/responses`, { status, values });
    if (code !== 201) throw new Error(`${code} ${JSON.stringify(body)}`);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.hub.close();
    await rm(this.folder, { recursive: true });
  }

  private connect(): Connection {
    return openConnection({ url: this.server.url, apiKey, userAgent: 'prank/test' });
  }

  private openHub(): HubConnection {
    const clock = createFakeClock();
    return openHub({ endpoint: this.hub.url, token: 'hf_organizer', userAgent: 'prank/test', clock });
  }
}

function openServer(db: string, clock: SimulatedClock | null): Promise<LocalServer> {
  const owner = { username: 'owner', apiKey };
  return startLocalServer({ ...cheapPasswords, db, owner, ...(clock === null ? {} : { clock: () => clock.nowMs }) });
}

function makeCampaign(dir: string, url: string): Campaign {
  return {
    name: 'rating',
    seed: 1,
    dir,
    sources: [],
    build: lenient,
    engine: anyEngine,
    task: {
      workspace: 'rating',
      dataset: 'rating',
      guidelines: 'Be kind.',
      question: { name: 'quality', title: 'How good?', values: [1, 2, 3, 4, 5], labels: [] },
      overlap: 2,
      wave: 'all',
      metadata: [
        { name: 'source', type: 'terms', visible: false },
        { name: 'weight', type: 'float', visible: false },
      ],
    },
    target: { type: 'url', url },
    publish: {
      dataset: null,
      license: 'cc-by-4.0',
      raters: 'pseudonym',
      minResponses: 1,
      licenseDecisions: {},
      authors: [],
      thanks: [],
      dashboard: plainDashboard,
      exports: noExports,
      backup: backupName,
    },
  };
}
