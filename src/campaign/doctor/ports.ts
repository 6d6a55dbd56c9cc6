import type { Connection } from '../../argilla/connection.ts';
import type { HubConnection } from '../../hub/connection.ts';
import type { Clock } from '../../lib/retry.ts';
import type { Campaign } from '../../model.ts';
import type { BackupPorts } from '../backup/repository.ts';
import type { AccessHeaders } from '../space/access.ts';

/** What a doctor needs of the world. Looking changes nothing; all but `withLock` only looks. */
export interface DoctorPorts {
  machine: {
    prank: string;
    node: string;
    /** As package.json has it: `>=20.19`. */
    wantedNode: string;
    host: string;
  };
  clock: Clock;
  /** What other machines said of the time, by place. */
  clocks: () => ReadonlyMap<string, ClockReading>;
  loadCampaign: () => Promise<Campaign>;
  /** Absolute paths in the campaign's folder. */
  paths: (campaign: Campaign) => { prompts: string; ratings: string; lock: string };
  /** Files for scheduled runs, in the campaign's folder and its repository. */
  readSchedule: (campaign: Campaign) => Promise<ScheduleFiles>;
  readSetting: (name: string) => Promise<string | undefined>;
  tokenSource: () => Promise<{ from: string | null; isOidc: boolean }>;
  /** The Hub for one place, such as `spaces/owner/name`, tried hastily; throws PermissionError where there is no token. */
  openHub: (resource: string, options?: { withoutToken: boolean }) => Promise<HubConnection>;
  /** Argilla for the length of `work`, tried hastily. `space` = what the Hub tells of it. */
  withServer: <T>(campaign: Campaign, space: SpaceAddress | null, work: (server: Server) => Promise<T>) => Promise<T>;
  backup: (campaign: Campaign) => BackupPorts;
  withLock: <T>(campaign: Campaign, work: () => Promise<T>) => Promise<T>;
  signal?: AbortSignal;
}

export interface ClockReading {
  /** Milliseconds by their clock, and by ours at that moment. */
  theirsMs: number;
  oursMs: number;
}

export interface SpaceAddress {
  url: string;
  extraHeaders: AccessHeaders | null;
}

export interface Server {
  connection: Connection;
  /** false = it is the embedded one, and up for this look only. */
  isLasting: boolean;
}

/** What is on disk for scheduled runs. */
export interface ScheduleFiles {
  /** Workflows of the repository: path below its root → text. */
  workflows: ReadonlyMap<string, string>;
  /** The packed program beside prank.yaml; null = there is none. */
  program: Buffer | null;
}
