import { dirname } from 'node:path';
import type { Connection } from '../../argilla/connection.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { isPresent, isWritableFolder } from '../../lib/files/read-text.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import type { Emit } from '../../model.ts';
import { withCopiedDatabase } from '../../local/copied-database.ts';
import { findServing } from '../../local/serving-file.ts';
import { connectSpace } from '../space/connect.ts';
import { openArgilla, ownerKey, requireKey } from './argilla.ts';
import { addLogin } from './server-address.ts';
import type { OpenCampaign } from './types.ts';

export const ownerName = 'owner';

/**
 * Connects to the campaign's server while `work` runs. For the embedded server, that is a running `prank serve` with
 * the same database, otherwise a server of our own on a free port of this machine. A dry run before the first deploy
 * gets an empty server that is gone afterwards.
 */
export async function connectServer<T>(
  campaign: OpenCampaign,
  { dryRun }: { dryRun: boolean },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { target, dir } = campaign;
  switch (target.type) {
    case 'url': {
      const url = await addLogin(campaign, target.url, campaign.emit);
      return work(openArgilla(campaign, { url, apiKey: await requireKey(campaign) }));
    }
    case 'local': {
      const db = campaignPaths.localDatabase(dir);
      if (dryRun && !(await isPresent(db))) return connectScratch(campaign, work);
      return connectLocal(campaign, db, { dryRun }, work);
    }
    case 'space':
      return work(await connectSpace(campaign, { target, publish: campaign.publish }));
  }
}

async function connectLocal<T>(
  campaign: OpenCampaign,
  db: string,
  { dryRun }: { dryRun: boolean },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const apiKey = await ownerKey(campaign);
  const serving = await findServing(db);
  if (serving !== null) return work(openArgilla(campaign, { url: serving.url, apiKey }));
  const connect = (path: string): Promise<T> =>
    withLocalServer({ db: path, apiKey, emit: campaign.emit }, (url) => work(openArgilla(campaign, { url, apiKey })));
  // The database can't be opened in a folder that can't be written, but a copy of it can.
  return dryRun && !(await isWritableFolder(dirname(db))) ? withCopiedDatabase(db, connect) : connect(db);
}

/** Runs `work` with an empty embedded server that is gone afterwards. */
export async function connectScratch<T>(
  campaign: OpenCampaign,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const apiKey = campaign.random(32).toString('base64url');
  return withScratchFolder((folder) =>
    withLocalServer({ db: campaignPaths.localDatabase(folder), apiKey, emit: campaign.emit }, (url) =>
      work(openArgilla(campaign, { url, apiKey })),
    ),
  );
}

/** Runs the embedded server while `work` runs. Its web server and database are loaded only then. */
export async function withLocalServer<T>(
  { db, apiKey, emit }: { db: string; apiKey: string; emit: Emit },
  work: (url: string) => Promise<T>,
): Promise<T> {
  const { startLocalServer } = await import('../../local/start-server.ts');
  const server = await startLocalServer({
    db,
    owner: { username: ownerName, apiKey },
    onUpgrade: (text) => emit({ type: 'info', text }),
  });
  try {
    return await work(server.url);
  } finally {
    await server.close();
  }
}
