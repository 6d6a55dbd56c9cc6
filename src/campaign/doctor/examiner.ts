import { join } from 'node:path';
import type { Connection } from '../../argilla/connection.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { readWorkflows } from '../../folder/git-root.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { UsageError } from '../../lib/errors.ts';
import { isPresent, readBytesIfPresent } from '../../lib/files/read-text.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { findServing } from '../../local/serving-file.ts';
import { openArgilla, requireKey } from '../open/argilla.ts';
import { withLocalServer } from '../open/server.ts';
import { addLogin } from '../open/server-address.ts';
import type { CampaignFolder, OpenCampaign } from '../open/types.ts';
import { programFile } from '../schedule/program.ts';
import type { AccessHeaders } from '../space/access.ts';

/** A doctor must not wait long for a server that does not respond. */
const hasty = { retries: 2, baseMs: 250, maxMs: 2_000 };
const patienceMs = 30_000;

/** State that the checks share. */
export interface Examiner {
  folder: CampaignFolder;
  /** The time on other machines, by place; the first response of each place counts. */
  clocks: Map<string, ClockReading>;
}

export interface ClockReading {
  /** Milliseconds since 1970 by their clock, and by ours at that moment. */
  theirsMs: number;
  oursMs: number;
}

export interface SpaceAddress {
  url: string;
  extraHeaders: AccessHeaders | null;
}

export interface Server {
  connection: Connection;
  /** false = the embedded server, which runs only for this check. */
  isLasting: boolean;
}

/** Files on disk for scheduled runs. */
export interface ScheduleFiles {
  /** Workflows of the repository: path below its root → text. */
  workflows: ReadonlyMap<string, string>;
  /** The packed program beside prank.yaml; null = there is none. */
  program: Buffer | null;
}

/** The Hub for one place, such as `spaces/owner/name`. Throws PermissionError when there is no token. */
export async function openHubHastily(
  { folder, clocks }: Examiner,
  resource: string,
  { withoutToken = false }: { withoutToken?: boolean } = {},
): Promise<HubConnection> {
  const onDate = (theirsMs: number): void => readClock(folder, clocks, 'the Hub', theirsMs);
  return folder.openHub({ resource, withoutToken, retryLimits: hasty, onDate });
}

function readClock({ clock }: CampaignFolder, clocks: Examiner['clocks'], place: string, theirsMs: number): void {
  if (!clocks.has(place)) clocks.set(place, { theirsMs, oursMs: clock.now() });
}

/** Connects to Argilla while `work` runs, with few retries. `space` = what the Hub says about its Space. */
export async function withServer<T>(
  { folder, clocks }: Examiner,
  campaign: OpenCampaign,
  space: SpaceAddress | null,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const { target, dir } = campaign;
  const apiKey = await requireKey(campaign);
  const onDate = (theirsMs: number): void => readClock(folder, clocks, 'Argilla', theirsMs);
  const open = (url: string, isElsewhere: boolean): Connection =>
    openArgilla(campaign, {
      url,
      apiKey,
      retryLimits: hasty,
      timeoutMs: patienceMs,
      ...(isElsewhere ? { onDate } : {}),
      ...(space?.extraHeaders == null ? {} : { extraHeaders: space.extraHeaders }),
    });
  if (target.type === 'url') {
    // No warning here: the checks compare the addresses themselves.
    const url = await addLogin(campaign, target.url, () => {});
    return work({ connection: open(url, true), isLasting: true });
  }
  if (target.type === 'space') return work({ connection: open(space?.url ?? '', true), isLasting: true });
  const db = campaignPaths.localDatabase(dir);
  if (!(await isPresent(db))) {
    throw new UsageError('not_deployed', 'The embedded server has no database yet: nothing is deployed.', {
      hint: prankCommand('deploy'),
    });
  }
  const serving = await findServing(db);
  if (serving !== null) return work({ connection: open(serving.url, false), isLasting: true });
  return withLocalServer({ db, apiKey, emit: campaign.emit }, (url) =>
    work({ connection: open(url, false), isLasting: false }),
  );
}

/** Every workflow of the repository, and the packed program. */
export async function readScheduleFiles({ dir, name }: OpenCampaign): Promise<ScheduleFiles> {
  return {
    workflows: await readWorkflows(dir),
    program: await readBytesIfPresent(join(dir, programFile(name))),
  };
}
