import type { Account } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import type { SpaceVolume } from '../../hub/spaces/spaces.ts';
import type { ServerSoftware, SpaceTarget, Step } from '../../model.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { SpaceFiles } from './files.ts';

/** A campaign whose Argilla is on a Space. */
export type SpaceCampaign = OpenCampaign & { target: SpaceTarget };

/** State that the steps of a deploy share. */
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
  /** null = leave it as it is; Argilla for a new Space. */
  server: ServerSoftware | null;
  /** null = leave it as it is; free hardware for a new Space. */
  hardware: string | null;
  /** -1 = never; null = leave it as it is. */
  sleepSeconds: number | null;
  /** The bucket that keeps the data; null = `storage: none`. */
  bucket: string | null;
  /** The data is in an external database. */
  hasDatabase: boolean;
  /** The workspace that raters join when they sign in. */
  workspace: string;
  /** What a new Space says of itself. */
  about: { title: string; dataset: string | null };
  /** A new folder of the bucket, for an empty database, because nobody here has the existing one's key; null = none. */
  freshFolder: string | null;
}

/** What the Hub holds before a deploy. */
export interface FoundSpace {
  /** Whether the wanted bucket exists. */
  hasBucket: boolean;
  /** Processor cores by hardware name, according to the Hub. */
  cores: ReadonlyMap<string, number>;
  space: ExistingSpace | null;
}

export interface ExistingSpace extends SpaceFiles {
  server: ServerSoftware;
  url: string;
  /** Newest commit, from which the files were read. */
  commit: string;
  private: boolean;
  stage: string;
  hardware: string | null;
  /** null = never, or unknown. */
  sleepSeconds: number | null;
  volumes: readonly SpaceVolume[];
  secretKeys: ReadonlySet<string>;
  variables: ReadonlyMap<string, string>;
}

/** What applying a step does. It is data, so that a dry run can show it and a test can compare it. */
export type SpaceChange =
  | { type: 'create-bucket'; bucket: string }
  | {
      type: 'duplicate';
      /** The Space to copy. */
      template: string;
      hardware: string;
      sleepSeconds: number | null;
      secretKeys: string[];
      variables: Record<string, string>;
      volumes: SpaceVolume[];
    }
  /** Its changes are unknown until the copy exists; then the plan is made again. */
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
  /** Raters are cut off for minutes, and data that is not on a volume is lost. */
  restarts: boolean;
}

/** The folder that holds Argilla's database. */
export const dataPath = '/data';

/** The volume that survives a restart of the Space; null = nothing does. */
export function findDataVolume({ volumes }: { volumes: readonly SpaceVolume[] }): SpaceVolume | null {
  return volumes.find(({ mountPath }) => mountPath === dataPath) ?? null;
}

/** A step that changes something. If it restarts the Space, its reason says so. */
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

/** A step that changes nothing. */
export function keep(target: string, why: string): SpaceStep {
  return { action: 'keep', target, why, change: null, restarts: false };
}
