import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerRequest, hubRoutes } from './answer-request.ts';
import { defaultSettings, defaultSpaceSettings } from './default-settings.ts';
import { type HubRequest, json, type Origin } from './http/exchange.ts';
import { FaultBook, type FaultHandle, type WrittenFault, type WrittenStorm } from './http/faults.ts';
import { Journal, type RecordedRequest } from './http/journal.ts';
import { listen } from './http/listen.ts';
import { compilePattern, type RequestPattern } from './http/pattern.ts';
import { type Quotas, RateLimits } from './http/rate-limit.ts';
import type { Route } from './http/route.ts';
import { type RepositoryView, viewRepository } from './repository-view.ts';
import { makeBucketRoutes } from './routes/bucket-routes.ts';
import { makeJobRoutes } from './routes/job-routes.ts';
import { makeOpenIdRoutes } from './routes/openid-routes.ts';
import { makeSpaceRoutes } from './routes/space-routes.ts';
import { makeSpaceSettingRoutes } from './routes/space-setting-routes.ts';
import { storageRoutes } from './routes/storage-routes.ts';
import { SpaceFleet } from './spaces/space-fleet.ts';
import type { SpaceRunner } from './spaces/space-runner.ts';
import { type SpaceView, viewSpace } from './spaces/space-view.ts';
import type { SpaceSettings } from './spaces/stages.ts';
import { argillaTemplate, extralitTemplate, extralitTemplateFiles, makeTemplateFiles } from './spaces/template.ts';
import {
  Accounts,
  type TrustedPublisher,
  type WrittenLogin,
  type WrittenToken,
  type WrittenUser,
} from './state/accounts.ts';
import { type Bucket, Buckets } from './state/buckets.ts';
import { type ScheduledJob, ScheduledJobs } from './state/scheduled-jobs.ts';
import { LargeFiles } from './state/large-files.ts';
import { OpenId } from './state/openid.ts';
import type { Visibility } from './state/repository.ts';
import { type HubSettings, type RepositoryType, World } from './state/world.ts';

export interface WrittenRepository {
  type: RepositoryType;
  /** owner/name */
  id: string;
  files?: Record<string, string | Uint8Array>;
  visibility?: Visibility;
  gated?: 'auto' | 'manual';
  /** Default: the owner. */
  creator?: string;
}

export interface HubOptions {
  /** Default: one user `organizer` with PRO and the token `hf_organizer`. Without `tokens` a user has `hf_<name>`. */
  users?: WrittenUser[];
  repositories?: WrittenRepository[];
  trustedPublishers?: TrustedPublisher[];
  settings?: Partial<HubSettings>;
  spaceSettings?: Partial<SpaceSettings>;
  /** Runs the program of a Space. Without it, a running Space shows a plain page. */
  spaceRunner?: SpaceRunner;
  /** Whether the Argilla template's README says `hf_oauth: true`; default true. */
  templateOauth?: boolean;
  quotas?: Partial<Quotas>;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** A Hub on this machine, and what a test may see and do behind its back. */
export interface StandInHub {
  /** Value for HF_ENDPOINT. */
  url: string;
  storageUrl: string;
  /** Environment of the official clients, except `HF_HOME`. */
  clientEnv(token?: string): Record<string, string>;
  settings: HubSettings;
  spaceSettings: SpaceSettings;
  requests: RecordedRequest[];
  /** `METHOD /path` of requests without a route, and the stand-in's own errors. */
  unknown: string[];
  /** Requests to the storage that had an Authorization header. */
  leaks: RecordedRequest[];
  /** Number of requests at all origins, or at one. */
  count(pattern: RequestPattern, origin?: Origin): number;
  clearRequests(): void;
  fault(fault: WrittenFault): FaultHandle;
  storm(storm: WrittenStorm): FaultHandle;
  /** Ends all faults and storms. */
  calm(): void;
  /** Runs `action` right before the next matching request is handled. */
  beforeNext(pattern: RequestPattern, action: () => void | Promise<void>): void;
  addUser(user: WrittenUser): void;
  addToken(user: string, token: WrittenToken): void;
  addLogin(user: string, login: WrittenLogin): void;
  revokeToken(token: string): void;
  /** Sets who is signed in at the Hub in the browser; with null, the Hub asks. */
  signIn(user: string | null): void;
  addRepository(repository: WrittenRepository): RepositoryView;
  /** Its owner renames a repository: requests to the old name are redirected. */
  rename(type: RepositoryType, from: string, to: string): void;
  /** Throws if there is none. */
  repo(type: RepositoryType, id: string): RepositoryView;
  hasRepo(type: RepositoryType, id: string): boolean;
  /** Throws if there is none. */
  space(id: string): SpaceView;
  bucket(id: string): Bucket;
  /** Scheduled jobs with their secrets. A test that changes them does so behind the client's back. */
  jobs(owner: string): ScheduledJob[];
  /** Somebody else commits to main. Later commits with an older parent are refused with 412. */
  commitBehind(view: RepositoryView, files: Record<string, string | Uint8Array | null>): string;
  close(): Promise<void>;
}

/**
 * Starts a strict stand-in for the Hugging Face Hub on two loopback ports: the Hub, and the object storage behind it.
 * It uses real git and SHA-256 hashes, checks rights on every request, and rejects what the Hub does not know.
 */
export async function startHub(options: HubOptions = {}): Promise<StandInHub> {
  const { clock = Date.now, users = [{ name: 'organizer' }], trustedPublishers = [] } = options;
  const accounts = new Accounts(users, trustedPublishers, clock);
  const settings = { ...defaultSettings, ...options.settings };
  const world = new World({ accounts, large: new LargeFiles(), settings, clock });
  const journal = new Journal();
  const faults = new FaultBook();
  const limits = new RateLimits({ api: 2500, resolvers: 12_000, pages: 400, ...options.quotas }, clock);
  const pending: { matches: (request: HubRequest) => boolean; action: () => void | Promise<void> }[] = [];

  const common = {
    journal,
    faults,
    async before(request: HubRequest): Promise<void> {
      const index = pending.findIndex(({ matches }) => matches(request));
      if (index !== -1) await pending.splice(index, 1)[0]?.action();
    },
  };
  const dispatch = (routes: Route[]) => (request: HubRequest) => answerRequest({ world, journal }, routes, request);
  const root = await mkdtemp(join(tmpdir(), 'prank-hub-'));
  const buckets = new Buckets(join(root, 'buckets'));
  const spaceSettings = { ...defaultSpaceSettings, ...options.spaceSettings };
  const fleet = new SpaceFleet({
    world,
    buckets,
    settings: spaceSettings,
    runner: options.spaceRunner ?? null,
    root,
    listen: (handle) => listen({ ...common, origin: 'space', stamp: () => ({}), handle }),
  });
  const openId = new OpenId(accounts);
  const jobs = new ScheduledJobs(clock);
  const routes = [
    ...makeOpenIdRoutes(openId, fleet),
    ...makeSpaceRoutes(fleet),
    ...makeSpaceSettingRoutes(fleet, buckets),
    ...makeBucketRoutes(buckets),
    ...makeJobRoutes(jobs),
  ];
  const exceeding = new WeakSet<HubRequest>();
  const hub = await listen({
    ...common,
    origin: 'hub',
    stamp(request) {
      const { headers, exceeded } = limits.count(request);
      if (exceeded && settings.enforceQuotas) exceeding.add(request);
      return { ...headers, date: new Date(clock()).toUTCString() };
    },
    handle: async (request) =>
      exceeding.has(request)
        ? json({ error: 'We had to rate limit you' }, { status: 429 })
        : dispatch([...routes, ...hubRoutes])(request),
  });
  const storage = await listen({ ...common, origin: 'storage', stamp: () => ({}), handle: dispatch(storageRoutes) });
  world.hubUrl = hub.url;
  world.storageUrl = storage.url;
  world.spaces = fleet;
  const templateFiles = makeTemplateFiles({ hfOauth: options.templateOauth ?? true });
  addRepository(world, { type: 'space', id: argillaTemplate, files: templateFiles });
  addRepository(world, { type: 'space', id: extralitTemplate, files: extralitTemplateFiles });
  for (const repository of options.repositories ?? []) addRepository(world, repository);

  return {
    url: hub.url,
    storageUrl: storage.url,
    clientEnv: (token = 'hf_organizer') => ({
      HF_ENDPOINT: hub.url,
      HF_TOKEN: token,
      HF_HUB_DISABLE_XET: '1',
      HF_HUB_DISABLE_UPDATE_CHECK: '1',
      HF_HUB_DISABLE_TELEMETRY: '1',
    }),
    settings,
    spaceSettings,
    requests: journal.requests,
    unknown: journal.unknown,
    leaks: journal.leaks,
    count: (pattern, origin) => journal.count(pattern, origin),
    clearRequests: () => journal.clear(),
    fault: (fault) => faults.add(fault),
    storm: (storm) => faults.storm(storm),
    calm: () => faults.clear(),
    beforeNext: (pattern, action) => void pending.push({ matches: compilePattern(pattern), action }),
    addUser: (user) => void accounts.add(user),
    addToken: (user, token) => accounts.addToken(user, token),
    addLogin: (user, login) => accounts.addLogin(user, login),
    revokeToken: (token) => accounts.revoke(token),
    signIn: (user) => openId.signIn(user),
    addRepository: (repository) => addRepository(world, repository),
    rename: (type, from, to) => world.rename(type, from, to),
    repo: (type, id) => viewRepository(world, type, id),
    hasRepo: (type, id) => world.find(type, id) !== undefined,
    space: (id) => viewSpace(fleet, id),
    bucket(id) {
      const bucket = buckets.find(id);
      if (bucket === undefined) throw new Error(`The stand-in Hub has no bucket ${id}.`);
      return bucket;
    },
    jobs: (owner) => jobs.list(owner),
    commitBehind: (view, files) => view.commit(files),
    async close() {
      await Promise.all([hub.close(), storage.close(), fleet.close()]);
      await rm(root, { recursive: true, force: true });
    },
  };
}

function addRepository(world: World, written: WrittenRepository): RepositoryView {
  const { type, id, files = {}, visibility = 'public', gated, creator = id.split('/')[0] ?? '' } = written;
  const repository = world.create({ type, id, creator, visibility });
  if (Object.keys(files).length > 0) world.commitFiles(repository, files, { author: creator, title: 'Add files' });
  if (gated !== undefined) repository.gated = gated;
  return viewRepository(world, type, id);
}
