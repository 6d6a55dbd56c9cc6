import type { Connection } from '../../argilla/connection.ts';
import { ArgillaHttpError } from '../../argilla/http-error.ts';
import { findSpace } from '../../hub/spaces/spaces.ts';
import { PermissionError, RemoteError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { requireKey } from '../open/argilla.ts';
import { findTokenSource, openCampaignHub } from '../open/hub.ts';
import { readServerUrl } from '../open/server-address.ts';
import type { CampaignFolder } from '../open/types.ts';
import { accessHeaders } from './access.ts';
import { openSpace } from './open-space.ts';
import { waitForArgilla } from './wait.ts';

/** How long a Space that was asleep may take to start. */
const wakeMs = 10 * 60_000;

/**
 * Connects to Argilla on a Space (`owner/name`) that may be asleep or private. If the first response is not Argilla's,
 * asks the Hub once what the Space does, and waits for a Space that wakes. A Space that is up, and whose address is in
 * ARGILLA_API_URL, is reached without the Hub. Throws UsageError `key_missing`, `server_url_invalid`, RemoteError
 * `space_missing`, `space_paused`, `space_failed`, `space_not_ready`.
 */
export async function connectSpace(folder: CampaignFolder, space: string): Promise<Connection> {
  const apiKey = await requireKey(folder);
  const url = (await readServerUrl(folder)) ?? (await look(folder, space)).info.url;
  return wakeAtFirst({ folder, space, url, apiKey });
}

interface Sleeper {
  folder: CampaignFolder;
  space: string;
  url: string;
  apiKey: string;
}

async function look(folder: CampaignFolder, space: string) {
  const hub = await openCampaignHub(folder, { resource: `spaces/${space}`, anonymous: true });
  const info = await findSpace(hub, space);
  if (info !== null) return { hub, info };
  if ((await findTokenSource(folder)).from === null) {
    throw new PermissionError(
      'hub_token_missing',
      `The Space ${space} is missing or private, and there is no Hugging Face token to find out with.`,
    );
  }
  throw new RemoteError('space_missing', `There is no Space ${space}, or none that this token may see.`, {
    hint: prankCommand('deploy'),
  });
}

/** Tries the first request once. If it fails like a request to a Space that is not up, wakes the Space. */
function wakeAtFirst(sleeper: Sleeper): Connection {
  const { folder, url, apiKey } = sleeper;
  const hasty = openSpace(folder, url, { apiKey, patient: false, extraHeaders: null });
  let patient: Connection | null = null;

  return {
    url: hasty.url,
    async request(request) {
      if (patient === null && request.method === 'GET') {
        try {
          const answer = await hasty.request(request);
          patient ??= openSpace(folder, url, { apiKey, patient: true, extraHeaders: null });
          return answer;
        } catch (error) {
          if (!looksAsleep(error)) throw error;
          patient ??= await wake(sleeper);
        }
      }
      patient ??= openSpace(folder, url, { apiKey, patient: true, extraHeaders: null });
      return patient.request(request);
    },
    requestCount: () => hasty.requestCount() + (patient?.requestCount() ?? 0),
  };
}

/** Web pages, errors of the proxy, and the 404 that strangers get from a private Space. */
function looksAsleep(error: unknown): boolean {
  if (error instanceof ArgillaHttpError) return error.status === 404 || error.status >= 500;
  return error instanceof RemoteError;
}

async function wake({ folder, space, url, apiKey }: Sleeper): Promise<Connection> {
  const { clock, emit } = folder;
  const { hub, info } = await look(folder, space);
  // The token is only for that Space, and must not be sent to another server.
  if (new URL(url).origin !== new URL(info.url).origin)
    return openSpace(folder, url, { apiKey, patient: true, extraHeaders: null });
  const extraHeaders = accessHeaders(hub, space, info, clock);
  await waitForArgilla(
    { hub, space, connection: openSpace(folder, url, { apiKey, patient: false, extraHeaders }) },
    folder,
    { deadlineMs: clock.now() + wakeMs, changed: { settings: false, commit: null } },
    emit,
  );
  return openSpace(folder, url, { apiKey, patient: true, extraHeaders });
}
