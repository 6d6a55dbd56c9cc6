import type { Connection } from '../../argilla/connection.ts';
import { ArgillaHttpError } from '../../argilla/http-error.ts';
import { findSpace } from '../../hub/spaces/spaces.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { readLastDataset } from '../../folder/last-dataset.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { findRepository } from '../../hub/repos/repositories.ts';
import { loginCommand } from '../../hub/token.ts';
import { PermissionError, PrankError, RemoteError, UnsafeError, UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { PublishSettings, SpaceTarget } from '../../model.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import { requireKey } from '../open/argilla.ts';
import { findTokenSource, openCampaignHub } from '../open/hub.ts';
import { readServerUrl } from '../open/server-address.ts';
import type { CampaignFolder } from '../open/types.ts';
import { accessHeaders } from './access.ts';
import { openSpace } from './open-space.ts';
import { waitForArgilla } from './wait.ts';

/** How long a Space that was asleep may take to start. */
const wakeMs = 10 * 60_000;

/** The Space of a campaign, and where its answers are kept. */
export interface SpacePlace {
  target: Pick<SpaceTarget, 'space'>;
  publish: Pick<PublishSettings, 'backup'> | null;
}

/**
 * Connects to Argilla on a Space that may be asleep or private. If the first response is not Argilla's, asks the Hub
 * once what the Space does, and waits for a Space that wakes. A Space that is up, and whose address is in
 * ARGILLA_API_URL, is reached without the Hub. Throws UsageError `key_missing`, `not_deployed`, `server_url_invalid`,
 * RemoteError `space_failed`, `space_not_ready`, UnsafeError `space_missing`, `space_paused`.
 */
export async function connectSpace(folder: CampaignFolder, place: SpacePlace): Promise<Connection> {
  const written = await readServerUrl(folder);
  if (written === null && (await folder.readSetting('ARGILLA_API_KEY')) === undefined) await assertThere(folder, place);
  const apiKey = await requireKey(folder);
  const url = written ?? (await look(folder, place)).info.url;
  return wakeAtFirst({ folder, place, url, apiKey });
}

/** Before the first deploy there is no key to copy from anywhere. If the Hub can't be asked, the key is what is missing. */
async function assertThere(folder: CampaignFolder, place: SpacePlace): Promise<void> {
  try {
    await look(folder, place);
  } catch (error) {
    const isKnown = error instanceof PrankError;
    if (!isKnown || error.code === 'not_deployed' || error.code === 'space_missing') throw error;
  }
}

interface Sleeper {
  folder: CampaignFolder;
  place: SpacePlace;
  url: string;
  apiKey: string;
}

async function look(folder: CampaignFolder, place: SpacePlace) {
  const { space } = place.target;
  const hub = await openCampaignHub(folder, { resource: `spaces/${space}`, anonymous: true });
  const info = await findSpace(hub, space);
  if (info !== null) return { hub, info };
  throw await explainMissing(folder, hub, place);
}

/** Before the first deploy, a Space that isn't there is no surprise. After it, somebody must act before answers are lost. */
async function explainMissing(
  folder: CampaignFolder,
  hub: HubConnection,
  { target: { space }, publish }: SpacePlace,
): Promise<PrankError> {
  const hasAnswers = (await hasLog(folder)) || (await hasBackup(hub, publish?.backup ?? null));
  const wasDeployed =
    (await folder.readSetting('ARGILLA_API_KEY')) !== undefined || (await readLastDataset(folder.dir)) !== null;
  if (!hasAnswers && !wasDeployed) {
    return new UsageError('not_deployed', `There is no Space ${space} yet, or none that this token may see.`, {
      hint: prankCommand('deploy'),
    });
  }
  if ((await findTokenSource(folder)).from === null) {
    return new PermissionError(
      'hub_token_missing',
      `The Space ${space} is missing or private, and there is no Hugging Face token to find out with.`,
    );
  }
  const remedy = hasAnswers
    ? `${prankCommand('restore')}, which makes it again with the answers that are known`
    : prankCommand('deploy');
  return new UnsafeError('space_missing', `There is no Space ${space} any more, or none that this token may see.`, {
    hint: `If it is private, log in with an account that may see it: ${loginCommand}. If it was deleted: ${remedy}`,
  });
}

async function hasLog({ dir }: CampaignFolder): Promise<boolean> {
  return (await listLogFiles(campaignPaths.ratings(dir))).length > 0;
}

async function hasBackup(hub: HubConnection, name: string | null): Promise<boolean> {
  if (name === null) return false;
  return (await findRepository(hub, { type: 'dataset', name })) !== null;
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

async function wake({ folder, place, url, apiKey }: Sleeper): Promise<Connection> {
  const { clock, emit } = folder;
  const { space } = place.target;
  const { hub, info } = await look(folder, place);
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
