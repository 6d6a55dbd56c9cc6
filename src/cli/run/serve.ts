import { resolve } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { claimServing, type ServingClaim } from '../../local/serving-file.ts';
import { startLocalServer } from '../../local/start-server.ts';
import { ownerKey } from '../../campaign/open/argilla.ts';
import { ownerName } from '../../campaign/open/server.ts';
import type { CampaignFolder } from '../../campaign/open/types.ts';
import { openFolder } from '../../campaign/open.ts';
import { addRaters } from '../../campaign/serve/add-raters.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { Context } from '../context.ts';

export interface ServeFlags {
  port: number;
  host: string;
  /** Database file; undefined = the campaign's. */
  db?: string;
  /** Names of rater accounts to create. */
  rater: string[];
}

/** Serves until the command is interrupted. Other commands find the server by the file beside the database. */
export async function serve(context: Context, flags: ServeFlags): Promise<void> {
  const { folder, keepsUrl } = await findPlace(context, flags.db);
  const db = flags.db === undefined ? campaignPaths.localDatabase(folder.dir) : resolve(context.io.cwd, flags.db);
  const claim = await claimServing(db);
  try {
    await serveClaimed(context, flags, { folder, keepsUrl, db, claim });
  } finally {
    await claim.release();
  }
}

async function serveClaimed(
  context: Context,
  flags: ServeFlags,
  { folder, keepsUrl, db, claim }: Place & { db: string; claim: ServingClaim },
): Promise<void> {
  const apiKey = await ownerKey(folder);
  const server = await startLocalServer({
    db,
    host: flags.host,
    port: flags.port,
    owner: { username: ownerName, apiKey },
    onTrouble: (text) => context.emit({ type: 'warning', text }),
    onUpgrade: (text) => context.emit({ type: 'info', text }),
  });
  try {
    const url = reachableUrl(server.url);
    await claim.announce({ url, pid: process.pid });
    if (keepsUrl) await folder.saveSettings({ ARGILLA_API_URL: url });
    await addRaters(folder, flags.rater, context.emit, db);
    if (!isLoopback(flags.host)) {
      context.emit({
        type: 'warning',
        text: `The server listens on ${flags.host} without encryption: put a proxy with HTTPS before it, or keep to a network that you trust.`,
      });
    }
    context.reporter.answer(
      'serve',
      { url },
      () => `Serving ${url}\nThe owner's key is ARGILLA_API_KEY in .env. Stop with Ctrl-C.`,
    );
    await untilAborted(context.signal);
  } finally {
    await server.close();
  }
}

interface Place {
  folder: CampaignFolder;
  /** The campaign's server is this one, so its .env may name it. */
  keepsUrl: boolean;
}

/** With --db no campaign is needed. Then .env is the one of this folder. */
async function findPlace(context: Context, db: string | undefined): Promise<Place> {
  const campaign = await context.openCampaign().catch((error: unknown) => {
    // A campaign that can't be read is still a campaign: its keys are not those of this folder.
    if (db !== undefined && error instanceof UsageError && error.code === 'config_missing') return null;
    throw error;
  });
  if (campaign === null) return { folder: openFolder(context.io.cwd, context.openOptions), keepsUrl: false };
  return { folder: campaign, keepsUrl: campaign.target.type === 'local' && db === undefined };
}

/** "All addresses" is one to listen on, not one to visit. */
function reachableUrl(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((done) => {
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
