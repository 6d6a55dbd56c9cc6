import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, openConnection } from '../../argilla/connection.ts';
import { UsageError } from '../../lib/errors.ts';
import { isPresent } from '../../lib/files/read-text.ts';
import { systemClock } from '../../lib/retry.ts';
import { findServing } from '../../local/serving-file.ts';
import type { LocalServer, LocalServerOptions } from '../../local/start-server.ts';
import type { Campaign } from '../../model.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { Context } from '../context.ts';
import { addLogin, readServerUrl } from './server-address.ts';
import { spaceConnector } from './space.ts';

export const ownerName = 'owner';

/** The owner's key of the embedded server: from the settings, else made once and kept in .env. */
export async function ownerKey(context: Context, dir: string): Promise<string> {
  const stored = await context.readSetting(dir, 'ARGILLA_API_KEY');
  if (stored !== undefined) return stored;
  const made = randomBytes(32).toString('base64url');
  await context.saveSettings(dir, { ARGILLA_API_KEY: made });
  return made;
}

/**
 * Opens the campaign's server for the length of `work`. For the embedded one that is the `prank serve` at work on the
 * same database, or, when there is none, a server of our own on a free port of this machine.
 */
export async function connectTarget<T>(
  context: Context,
  campaign: Campaign,
  { dryRun }: { dryRun: boolean },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { target, dir } = campaign;
  switch (target.type) {
    case 'url':
      return work(open(context, await addLogin(context, dir, target.url), await requireKey(context, dir)));
    case 'local':
      return (dryRun && !(await isPresent(campaignPaths.localDatabase(dir))) ? connectScratch : connectLocal)(
        context,
        dir,
        work,
      );
    case 'space':
      return work(await openSpace(context, dir, target.space));
  }
}

function open({ version, signal }: Context, url: string, apiKey: string): Connection {
  return openConnection({ url, apiKey, userAgent: `prank/${version}`, signal });
}

/** Argilla on the campaign's Space, with the key of the settings. Throws UsageError `key_missing`, `server_url_invalid`. */
export async function openSpace(context: Context, dir: string, space: string): Promise<Connection> {
  const { connectSpace } = await import('../../campaign/space/connect.ts');
  const apiKey = await requireKey(context, dir);
  const ports = {
    openHub: () => context.openHub({ dir, resource: `spaces/${space}`, anonymous: true }),
    connect: spaceConnector(context, apiKey),
    clock: systemClock,
    emit: context.emit,
    signal: context.signal,
  };
  return connectSpace(ports, space, await readServerUrl(context, dir));
}

export async function requireKey(context: Context, dir: string): Promise<string> {
  const key = await context.readSetting(dir, 'ARGILLA_API_KEY');
  if (key !== undefined) return key;
  throw new UsageError('key_missing', 'No Argilla API key: ARGILLA_API_KEY is neither in the environment nor in .env.');
}

async function connectLocal<T>(
  context: Context,
  dir: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const apiKey = await ownerKey(context, dir);
  const db = campaignPaths.localDatabase(dir);
  const serving = await findServing(db);
  if (serving !== null) return work(open(context, serving.url, apiKey));
  const server = await startServer({ db, owner: { username: ownerName, apiKey } });
  try {
    return await work(open(context, server.url, apiKey));
  } finally {
    await server.close();
  }
}

/** Loaded only when it is needed: it brings a web server and a database along. */
async function startServer(options: LocalServerOptions): Promise<LocalServer> {
  const { startLocalServer } = await import('../../local/start-server.ts');
  return startLocalServer(options);
}

/** What a dry run sees before the first deploy: a server with nothing in it. */
async function connectScratch<T>(
  context: Context,
  _dir: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'prank-dry-run-'));
  const apiKey = randomBytes(32).toString('base64url');
  const server = await startServer({ db: join(folder, 'local.db'), owner: { username: ownerName, apiKey } });
  try {
    return await work(open(context, server.url, apiKey));
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}
