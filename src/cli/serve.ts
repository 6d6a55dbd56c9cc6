import { resolve } from 'node:path';
import { announceServing, withdrawServing } from '../local/serving-file.ts';
import { startLocalServer } from '../local/start-server.ts';
import { addRaters } from './add-raters.ts';
import { ownerKey, ownerName } from './connect-target.ts';
import { campaignPaths, type Context } from './context.ts';

export interface ServeFlags {
  port: number;
  host: string;
  /** Database file; undefined = that of the campaign. */
  db?: string;
  /** Names of rater accounts to make. */
  rater: string[];
}

/** Serves until the command is interrupted; other commands find it by the file beside the database. */
export async function serve(context: Context, flags: ServeFlags): Promise<void> {
  const dir = await findDir(context, flags.db);
  const db = flags.db === undefined ? campaignPaths.localDatabase(dir) : resolve(flags.db);
  const apiKey = await ownerKey(context, dir);
  const server = await startLocalServer({
    db,
    host: flags.host,
    port: flags.port,
    owner: { username: ownerName, apiKey },
  });
  try {
    await announceServing(db, { url: server.url, pid: process.pid });
    await addRaters(context, dir, db, flags.rater);
    if (!isLoopback(flags.host)) {
      context.emit({
        type: 'warning',
        text: `The server listens on ${flags.host} without encryption: put a proxy with HTTPS before it, or keep to a network that you trust.`,
      });
    }
    context.reporter.answer(
      'serve',
      { url: server.url },
      () => `Serving ${server.url}\nThe owner's key is ARGILLA_API_KEY in .env. Stop with Ctrl-C.`,
    );
    await untilAborted(context.signal);
  } finally {
    await withdrawServing(db);
    await server.close();
  }
}

/** The campaign's folder; with --db a campaign is not needed, and .env is that of the folder we are in. */
async function findDir(context: Context, db: string | undefined): Promise<string> {
  if (db === undefined) return (await context.loadCampaign()).dir;
  return context.loadCampaign().then(
    ({ dir }) => dir,
    () => process.cwd(),
  );
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
