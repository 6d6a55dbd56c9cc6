import type { Connection } from '../../argilla/connection.ts';
import { ArgillaHttpError } from '../../argilla/http-error.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { findSpace } from '../../hub/spaces/spaces.ts';
import { RemoteError } from '../../lib/errors.ts';
import type { Clock } from '../../lib/retry.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Emit } from '../../model.ts';
import { type AccessHeaders, accessHeaders } from './access.ts';
import { waitForArgilla } from './wait.ts';

export interface SpaceConnectPorts {
  /** Opened when it is needed: a Space that is up is reached without the Hub. */
  openHub: () => Promise<HubConnection>;
  /** Argilla at an address; `patient` false = every request is tried once. */
  connect: (url: string, options: { patient: boolean; extraHeaders: AccessHeaders | null }) => Connection;
  clock: Clock;
  emit: Emit;
  signal?: AbortSignal;
}

/** How long a Space that was asleep may take. */
const wakeMs = 10 * 60_000;

/**
 * Argilla on a Space (`owner/name`) that may be asleep or private: when the first answer is not Argilla's, the Hub is
 * asked once what the Space does, and a Space that wakes is waited for. `url` null = the Hub tells it. Throws
 * RemoteError `space_missing`, `space_paused`, `space_failed`, `space_not_ready`.
 */
export async function connectSpace(ports: SpaceConnectPorts, space: string, url: string | null): Promise<Connection> {
  if (url === null) {
    const { info } = await look(ports, space);
    return wakeAtFirst(ports, space, info.url);
  }
  return wakeAtFirst(ports, space, url);
}

async function look({ openHub }: SpaceConnectPorts, space: string) {
  const hub = await openHub();
  const info = await findSpace(hub, space);
  if (info !== null) return { hub, info };
  throw new RemoteError('space_missing', `There is no Space ${space}, or none that this token may see.`, {
    hint: prankCommand('deploy'),
  });
}

/** The first request is tried once; if it fails as it does before a Space that is not up, the Space is woken. */
function wakeAtFirst(ports: SpaceConnectPorts, space: string, url: string): Connection {
  const hasty = ports.connect(url, { patient: false, extraHeaders: null });
  let patient: Connection | null = null;

  return {
    url: hasty.url,
    async request(request) {
      if (patient === null && request.method === 'GET') {
        try {
          const answer = await hasty.request(request);
          patient ??= ports.connect(url, { patient: true, extraHeaders: null });
          return answer;
        } catch (error) {
          if (!looksAsleep(error)) throw error;
          patient ??= await wake(ports, space, url);
        }
      }
      patient ??= ports.connect(url, { patient: true, extraHeaders: null });
      return patient.request(request);
    },
    requestCount: () => hasty.requestCount() + (patient?.requestCount() ?? 0),
  };
}

/** Pages, errors of the proxy, and the 404 that strangers get from a private Space. */
function looksAsleep(error: unknown): boolean {
  if (error instanceof ArgillaHttpError) return error.status === 404 || error.status >= 500;
  return error instanceof RemoteError;
}

async function wake(ports: SpaceConnectPorts, space: string, url: string): Promise<Connection> {
  const { clock, connect } = ports;
  const { hub, info } = await look(ports, space);
  // The token opens that Space alone, and must not be shown to another server.
  if (new URL(url).origin !== new URL(info.url).origin) return connect(url, { patient: true, extraHeaders: null });
  const extraHeaders = accessHeaders(hub, space, info, clock);
  await waitForArgilla(
    { ...ports, hub, connection: connect(url, { patient: false, extraHeaders }) },
    { space, deadlineMs: clock.now() + wakeMs, changed: { settings: false, commit: null } },
  );
  return connect(url, { patient: true, extraHeaders });
}
