import type { Connection, ConnectionOptions } from '../../argilla/connection.ts';
import type { HubConnection, HubOptions } from '../../hub/connection.ts';
import type { Clock, RetryLimits } from '../../lib/retry.ts';
import type { Campaign, Emit, Prompt, ResponseEvent } from '../../model.ts';
import type { PullState } from '../../ratings/pull-state.ts';
import type { Environment } from '../../lib/environment.ts';

/** What a campaign uses of the world around it. Each part has a default; tests and programs pass their own. */
export interface OpenOptions {
  /** Name of the campaign's file in its folder; `prank.yaml` unless given. */
  config?: string;
  /** Environment variables; those of the process unless given. */
  env?: Environment;
  clock?: Clock;
  /** Asked before something is deleted or restarted; false = no, which is the default. */
  confirm?: (question: string) => Promise<boolean>;
  /** Returns this many random bytes, fit for secrets. */
  random?: (bytes: number) => Buffer;
  /** Stops whatever is running. */
  signal?: AbortSignal;
  /** Receives progress and warnings of verbs that are called without an `emit` of their own; ignored unless given. */
  emit?: Emit;
  /** Called with each secret as soon as it is known and before it is used, so that logs can hide it. */
  onSecret?: (secret: string) => void;
  /** Opens Argilla. */
  connectArgilla?: (options: ConnectionOptions) => Connection;
  /** Opens the Hub. */
  connectHub?: (options: HubOptions) => HubConnection;
}

type Connecting = 'connectArgilla' | 'connectHub';

/** The options with their defaults filled in, and the version of prank. */
export interface Host extends Required<Omit<OpenOptions, 'config' | Connecting>>, Pick<OpenOptions, Connecting> {
  version: string;
}

/** A folder that has a campaign, or may get one: what is possible before prank.yaml is read. */
export interface CampaignFolder extends Host {
  /** Absolute path. */
  dir: string;
  /** Absolute path of prank.yaml. */
  configPath: string;
  /** An environment variable, otherwise the variable of this name in .env; undefined = neither. */
  readSetting: (name: string) => Promise<string | undefined>;
  /** Saves values in .env, which only its owner can read. */
  saveSettings: (values: Readonly<Record<string, string>>) => Promise<void>;
  /** Throws PermissionError `hub_token_missing` if there is no token and the need is not `anonymous`. */
  openHub: (need: HubNeed) => Promise<HubConnection>;
}

export interface HubNeed {
  /** The place for which a token from OIDC is requested, such as `datasets/owner/name`: it is valid only there. */
  resource: string;
  /** Reading public data works without a token. */
  anonymous?: boolean;
  /** Leave the token out: an invalid one hides even public data. */
  withoutToken?: boolean;
  retryLimits?: RetryLimits;
  onDate?: (dateMs: number) => void;
}

/** A campaign with its folder, its server and the Hub. Each is read or opened on first use. */
export interface OpenCampaign extends Campaign, CampaignFolder {
  /** What prank.yaml says, without the folder and the connections. */
  written: Campaign;
  log: RatingsLog;
  /** Throws UsageError `prompts_missing` if nothing was built. */
  readPrompts: () => Promise<Prompt[]>;
  /** The prompts' ids alone; throws the same. */
  readPromptIds: () => Promise<string[]>;
  /**
   * Runs `work` while no other prank works in this folder; `command` is what other pranks show. Within `work`, the
   * verbs take no lock of their own. Throws UnsafeError `lock_held`.
   */
  withLock: <T>(command: string, work: () => Promise<T>, options?: { readOnly: boolean }) => Promise<T>;
  /**
   * Runs `work` with the campaign's server. The embedded server is started for it unless `prank serve` is running.
   * Within `work`, the verbs use this connection. A dry run never creates the embedded server's database.
   */
  withConnection: <T>(options: { dryRun: boolean }, work: (connection: Connection) => Promise<T>) => Promise<T>;
}

/** The ratings log in the campaign's folder, and what the last pull saw of the server. */
export interface RatingsLog {
  /**
   * All events of the campaign's own servers, oldest first; with `earlier`, also those of the rounds before it, which
   * belong to no server. Throws UnsafeError `ratings_log_incomplete` if a file is gone since the last pull, unless `lost`
   * takes the names of such files, and UnsafeError `ratings_log_damaged`.
   */
  read: (options?: { lost?: (names: string[]) => void; earlier?: boolean }) => Promise<ResponseEvent[]>;
  append: (events: ResponseEvent[]) => Promise<void>;
  /** null = nothing was pulled yet. */
  readState: () => Promise<PullState | null>;
  writeState: (state: PullState) => Promise<void>;
}
