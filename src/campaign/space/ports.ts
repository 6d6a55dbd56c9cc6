import type { Connection } from '../../argilla/connection.ts';
import type { ResponseEvent } from '../../model.ts';
import type { DeployPorts } from '../deploy.ts';
import type { AccessHeaders } from './access.ts';
import type { ApplyContext, ApplyPorts } from './apply.ts';

/** What a deploy to a Space needs of the world. */
export interface SpaceDeployPorts extends ApplyPorts, Pick<DeployPorts, 'confirm'> {
  /** Argilla at an address; `patient` false = every request is tried once. */
  connect: (
    url: string,
    options: { apiKey: string; patient: boolean; extraHeaders: AccessHeaders | null },
  ) => Connection;
  /** Every answer that was ever pulled. */
  readLog: () => Promise<ResponseEvent[]>;
  signal?: AbortSignal;
}

export interface ReconcileContext extends ApplyContext {
  /** Milliseconds since the epoch. */
  deadlineMs: number;
}
