import type { Repository } from './repository.ts';

export interface KeyValue {
  key: string;
  value: string;
  description?: string | undefined;
}

export interface Volume {
  type: 'bucket' | 'model' | 'dataset' | 'space';
  source: string;
  mountPath: string;
  revision?: string | undefined;
  readOnly?: boolean | undefined;
  path?: string | undefined;
}

/** Options for creating a Space. */
export interface SpaceSetup {
  hardware?: string | undefined;
  sleepTimeSeconds?: number | undefined;
  secrets?: KeyValue[] | undefined;
  variables?: KeyValue[] | undefined;
  volumes?: Volume[] | undefined;
}

/** What repositories need from the part that runs Spaces. */
export interface SpaceHost {
  create(repository: Repository, setup: SpaceSetup): Promise<void>;
  /** Files of a Space changed, so it is built again. */
  rebuild(id: string): void;
  /** A Space keeps running under its new name. */
  rename(from: string, to: string): void;
  remove(id: string): Promise<void>;
  /** Properties of a Space's info that other repositories don't have. */
  describe(id: string): Record<string, unknown>;
  /** Variables, which a copy takes over. Secrets are not copied. */
  variablesOf(id: string): KeyValue[];
}
