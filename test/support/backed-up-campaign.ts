import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConnection } from '../../src/argilla/connection.ts';
import { build, type BuildResult } from '../../src/campaign/build.ts';
import { deployDataset } from '../../src/campaign/deploy/dataset.ts';
import { forget, type ForgetResult } from '../../src/campaign/forget.ts';
import type { OpenCampaign } from '../../src/campaign/open/types.ts';
import { openLoaded } from '../../src/campaign/open.ts';
import { pull, type PullOptions, type PullResult } from '../../src/campaign/pull.ts';
import { push, type PushResult } from '../../src/campaign/push.ts';
import { restore, type RestoreResult } from '../../src/campaign/restore.ts';
import { sync, type SyncOptions, type SyncResult } from '../../src/campaign/sync.ts';
import { campaignPaths } from '../../src/folder/campaign-paths.ts';
import { systemClock } from '../../src/lib/retry.ts';
import { openHub } from '../../src/hub/connection.ts';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import type { Campaign, Event, Prompt, RaterPrivacy, ResponseEvent } from '../../src/model.ts';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';
import { anyEngine, lenient, noExports, plainDashboard } from './build-settings.ts';
import { cheapPasswords } from './cheap-passwords.ts';
import { createFakeClock } from './fake-clock.ts';
import type { Fuse } from './fuse.ts';
import { type StandInHub, startHub } from './hub/start-hub.ts';
import { findDeployed, makeRater, readAllRecords, type ServerRecord, type TestRater } from './test-raters.ts';

const apiKey = 'owner-key-of-the-test';
export const backupName = 'organizer/rating-backup';

const firstDay = Date.UTC(2026, 2, 1);

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
  promptsPath: string;
  events: Event[];
  /** Requests to both servers so far. */
  calls(): number;
  push(prompts: Prompt[]): Promise<PushResult>;
  pull(options?: Partial<PullOptions>, fuse?: Fuse): Promise<PullResult>;
  restore(options?: { dryRun?: boolean }, fuse?: Fuse): Promise<RestoreResult>;
  sync(options?: Partial<SyncOptions>, fuse?: Fuse): Promise<SyncResult>;
  forget(rater: string, options?: { dryRun?: boolean; confirm?: boolean }, fuse?: Fuse): Promise<ForgetResult>;
  build(): Promise<BuildResult>;
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
  private time = firstDay;

  private constructor(folder: string, hub: StandInHub, clock: SimulatedClock | null, server: LocalServer) {
    this.folder = folder;
    this.hub = hub;
    this.clock = clock;
    this.server = server;
    this.campaign = makeBackedUpCampaign(folder, server.url);
  }

  /** With a `clock`, the server and all machines use it. */
  static async start(clock: SimulatedClock | null = null): Promise<BackedUpCampaign> {
    const folder = await mkdtemp(join(tmpdir(), 'prank-'));
    const server = await openServer(join(folder, 'server-0.db'), clock);
    let opened: BackedUpCampaign | null = null;
    const hub = await startHub({ clock: () => opened?.now() ?? firstDay });
    const campaign = new BackedUpCampaign(folder, hub, clock, server);
    opened = campaign;
    await campaign.deploy();
    return campaign;
  }

  get owner(): ArgillaCalls {
    return createCalls(this.server.url, apiKey);
  }

  get repo(): ReturnType<StandInHub['repo']> {
    return this.hub.repo('dataset', backupName);
  }

  /** The time on the machines, and on the Hub. */
  now(): number {
    return this.clock?.nowMs ?? this.time;
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
    const connection = openConnection({ url: this.server.url, apiKey, userAgent: 'prank/test' });
    const campaign = { ...this.campaign, confirm: async () => true };
    return (await deployDataset(campaign, connection, { dryRun: false }, () => {})).datasetId ?? '';
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
    const events: Event[] = [];
    const opened: { requestCount(): number }[] = [];
    const count = <T extends { requestCount(): number }>(server: T): T => {
      opened.push(server);
      return server;
    };
    const open = (fuse?: Fuse, confirmed = true): OpenCampaign =>
      openLoaded(
        { ...this.campaign, dir },
        {
          env: {
            ARGILLA_API_KEY: apiKey,
            HF_ENDPOINT: this.hub.url,
            HF_TOKEN: 'hf_organizer',
            PRANK_PSEUDONYM_KEY: 'aa'.repeat(32),
          },
          clock: { ...createFakeClock(), now: () => this.clock?.pass(1_000) ?? (this.time += 1_000) },
          confirm: async () => confirmed,
          emit: (event) => void events.push(event),
          connectArgilla(options) {
            const connection = count(openConnection({ ...options, clock: systemClock }));
            return fuse?.connection(connection) ?? connection;
          },
          connectHub(options) {
            const hub = count(openHub({ ...options, clock: createFakeClock() }));
            return fuse?.hub(hub) ?? hub;
          },
        },
      );
    return {
      dir,
      logDir: campaignPaths.ratings(dir),
      promptsPath: campaignPaths.prompts(dir),
      events,
      calls: () => opened.reduce((sum, server) => sum + server.requestCount(), 0),
      push: (prompts) => push({ ...open(), readPrompts: async () => prompts }),
      pull: (options, fuse) => pull(open(fuse), options),
      restore: (options, fuse) => restore(open(fuse), options),
      sync: (options, fuse) => sync(open(fuse), options),
      forget: (rater, { dryRun = false, confirm = true } = {}, fuse) => forget(open(fuse, confirm), { rater, dryRun }),
      build: () => build(open()),
      readLog: () => open().log.read(),
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
}

function openServer(db: string, clock: SimulatedClock | null): Promise<LocalServer> {
  const owner = { username: 'owner', apiKey };
  return startLocalServer({ ...cheapPasswords, db, owner, ...(clock === null ? {} : { clock: () => clock.nowMs }) });
}

/** A campaign of which everything is on the server at `url` and in the backup `backupName`. */
export function makeBackedUpCampaign(dir: string, url: string): Campaign {
  return {
    name: 'rating',
    id: 'rating',
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
      keepsMetadata: false,
    },
    target: { type: 'url', url },
    publish: {
      dataset: null,
      visibility: 'public',
      auto: true,
      everyMs: 0,
      license: 'cc-by-4.0',
      licenseLink: null,
      raters: 'pseudonym',
      minResponses: 1,
      licenseDecisions: {},
      authors: [],
      thanks: [],
      dashboard: plainDashboard,
      exports: noExports,
      backup: backupName,
      pseudonymKey: null,
    },
  };
}
