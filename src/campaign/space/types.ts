import type { Account } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import type { SpaceVolume } from '../../hub/spaces/spaces.ts';
import type { SpaceTarget, Step } from '../../model.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { SpaceFiles } from './files.ts';

/** A campaign that is rated on a Space. */
export type SpaceCampaign = OpenCampaign & { target: SpaceTarget };

/** What the steps of a deploy share. */
export interface SpaceWork {
  campaign: SpaceCampaign;
  hub: HubConnection;
  account: Account;
  wanted: WantedSpace;
  /** Milliseconds since the epoch. */
  deadlineMs: number;
}

/** A Space as prank.yaml describes it. */
export interface WantedSpace {
  /** `owner/name`. */
  space: string;
  /** null = as it is; the free one for a new Space. */
  hardware: string | null;
  /** -1 = never; null = as it is. */
  sleepSeconds: number | null;
  /** What keeps the data; null = storage none. */
  bucket: string | null;
  /** The data is in an external database. */
  hasDatabase: boolean;
  /** What raters who sign in become members of. */
  workspace: string;
  /** A new folder of the bucket, for an empty database: nobody here has the key of the one that is there. */
  freshFolder: string | null;
}

/** What the Hub holds of it before a deploy. */
export interface FoundSpace {
  /** Whether the wanted bucket is there. */
  hasBucket: boolean;
  /** Processor cores by name of the hardware, as the Hub tells. */
  cores: ReadonlyMap<string, number>;
  space: ExistingSpace | null;
}

export interface ExistingSpace extends SpaceFiles {
  url: string;
  /** Newest commit, from which the files were read. */
  commit: string;
  private: boolean;
  stage: string;
  hardware: string | null;
  /** null = never, or not told. */
  sleepSeconds: number | null;
  volumes: readonly SpaceVolume[];
  secretKeys: ReadonlySet<string>;
  variables: ReadonlyMap<string, string>;
}

/** What applying a step does; data, so that a dry run can show it and a test can compare it. */
export type SpaceChange =
  | { type: 'create-bucket'; bucket: string }
  | {
      type: 'duplicate';
      hardware: string;
      sleepSeconds: number | null;
      secretKeys: string[];
      variables: Record<string, string>;
      volumes: SpaceVolume[];
    }
  /** What it changes can be told once the copy is there: the plan is made again then. */
  | { type: 'after-copy' }
  | { type: 'set-secret'; key: string }
  | { type: 'set-variable'; key: string; value: string }
  | { type: 'set-hardware'; hardware: string; sleepSeconds: number | null }
  | { type: 'set-sleep'; seconds: number }
  | { type: 'commit-files'; parent: string; files: { path: string; text: string }[] }
  | { type: 'set-volumes'; volumes: SpaceVolume[] }
  | { type: 'restart' };

export interface SpaceStep extends Step {
  /** null for `keep`. */
  change: SpaceChange | null;
  /** Raters are cut off for minutes, and what is not on a volume is gone. */
  restarts: boolean;
}

/** Argilla keeps its database below it. */
export const dataPath = '/data';

/** What outlives a restart of the Space; null = nothing does. */
export function findDataVolume({ volumes }: { volumes: readonly SpaceVolume[] }): SpaceVolume | null {
  return volumes.find(({ mountPath }) => mountPath === dataPath) ?? null;
}

/** A step that changes something; what restarts says so. */
export function step(
  action: Step['action'],
  target: string,
  why: string,
  change: SpaceChange,
  restarts: boolean,
): SpaceStep {
  const reason = restarts && change.type !== 'restart' ? `${why} (restarts the Space)` : why;
  return { action, target, why: reason, change, restarts };
}

/** A step that leaves alone what is there. */
export function keep(target: string, why: string): SpaceStep {
  return { action: 'keep', target, why, change: null, restarts: false };
}
