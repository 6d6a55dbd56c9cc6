import { resolve } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import {
  type Certificate,
  certificateFingerprint,
  ensureCertificate,
  readCertificate,
} from '../../local/certificate.ts';
import { openDoor, readSharedAddress, shutDoor } from '../../local/door.ts';
import { findNetworkAddress, findSharedUrl, isLoopback } from '../../local/network-address.ts';
import { claimServing, findServing, type ServingClaim } from '../../local/serving-file.ts';
import { startLocalServer } from '../../local/start-server.ts';
import { ownerKey } from '../../campaign/open/argilla.ts';
import { ownerName } from '../../campaign/open/server.ts';
import type { CampaignFolder } from '../../campaign/open/types.ts';
import { openFolder } from '../../campaign/open.ts';
import { addRaters, letRatersIn } from '../../campaign/serve/add-raters.ts';
import { defaultPort } from '../../campaign/serve/local-url.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { Context } from '../context.ts';
import { renderServed } from '../output/human/serve.ts';
import { stdoutStyle } from '../terminal/style.ts';

/** When an invitation ends: so long from now, or at a time (milliseconds since the epoch). */
export type InvitationEnd = { afterMs: number } | { atMs: number };

export interface ServeFlags {
  port: number;
  host: string;
  /** Database file; undefined = the campaign's. */
  db?: string;
  /** Names of rater accounts to create. */
  rater: string[];
  /** Names of raters who get a new password. */
  newPassword: string[];
  invite?: boolean;
  inviteLimit?: number;
  inviteUntil?: InvitationEnd;
  https?: boolean;
  cert?: string;
  key?: string;
}

/**
 * Serves until the command is interrupted. Other commands find the server by the file beside the database. If it runs
 * already, accounts and invitation are added to it.
 */
export async function serve(context: Context, flags: ServeFlags): Promise<void> {
  assertFlagsFit(flags);
  const place = await findPlace(context, flags.db);
  const db = flags.db === undefined ? campaignPaths.localDatabase(place.folder.dir) : resolve(context.io.cwd, flags.db);
  const addsSomething = flags.rater.length > 0 || flags.newPassword.length > 0 || flags.invite === true;
  const serving = addsSomething ? await findServing(db) : null;
  if (serving !== null) return addToRunning(context, flags, { ...place, db, url: serving.url });
  const claim = await claimServing(db);
  try {
    await serveClaimed(context, flags, { ...place, db, claim });
  } finally {
    await claim.release();
  }
}

function assertFlagsFit({ cert, key, invite: invites, inviteLimit, inviteUntil }: ServeFlags): void {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError('serve_flags', '--cert and --key belong together: a certificate is useless without its key.');
  }
  if (invites !== true && (inviteLimit !== undefined || inviteUntil !== undefined)) {
    throw new UsageError('serve_flags', '--invite-limit and --invite-until limit what --invite prints. Add --invite.');
  }
}

async function addToRunning(
  context: Context,
  flags: ServeFlags,
  { folder, workspace, db, url }: Place & { db: string; url: string },
): Promise<void> {
  const invitation = invite(flags, { folder, workspace, db, address: null });
  const raters = await addPeople(flags, folder, db);
  const shared = readSharedAddress(db) ?? url;
  if (hasOwnAddress(flags)) {
    const text =
      'The running server keeps its address: --host, --port, --https, --cert and --key count when it starts.';
    context.emit({ type: 'warning', text });
  }
  if (flags.invite === true && isLoopback(new URL(shared).hostname)) warnOfLoopback(context);
  const data = { url: shared, organizer: `${url}/organizer`, raters, invitation, https: null };
  context.reporter.answer('serve', data, () => renderServed(data, true, qrStyle(context)));
}

async function serveClaimed(
  context: Context,
  flags: ServeFlags,
  { folder, workspace, keepsUrl, db, claim }: Place & { db: string; claim: ServingClaim },
): Promise<void> {
  const apiKey = await ownerKey(folder);
  const https = await findCertificate(context, flags, folder);
  const server = await startLocalServer({
    db,
    host: flags.host,
    port: flags.port,
    owner: { username: ownerName, apiKey },
    onTrouble: (text) => context.emit({ type: 'warning', text }),
    onUpgrade: (text) => context.emit({ type: 'info', text }),
    ...(https === null ? {} : { https }),
  });
  try {
    await claim.announce({ url: server.commandUrl, pid: process.pid });
    if (keepsUrl) await folder.saveSettings({ ARGILLA_API_URL: server.commandUrl });
    await letRatersIn(folder, db);
    const url = findSharedUrl(flags.host, server.url);
    const invitation = invite(flags, { folder, workspace, db, address: url });
    const raters = await addPeople(flags, folder, db);
    warnOfNetwork(context, flags, https !== null);
    const data = {
      url,
      organizer: `${server.commandUrl}/organizer`,
      raters,
      invitation,
      https:
        https === null ? null : { self_made: flags.cert === undefined, fingerprint: certificateFingerprint(https) },
    };
    context.reporter.answer('serve', data, () => renderServed(data, false, qrStyle(context)));
    await untilAborted(context.signal);
  } finally {
    await server.close();
  }
}

/** Opens the door, or shuts it: nobody joins by a link that this run did not print. */
function invite(
  flags: ServeFlags,
  { folder, workspace, db, address }: Pick<Place, 'folder' | 'workspace'> & { db: string; address: string | null },
): { link: string; limit: number | null; until: string | null } | null {
  if (flags.invite !== true) {
    if (address !== null) shutDoor(db, address);
    return null;
  }
  const { inviteLimit: limit = null, inviteUntil: end } = flags;
  const nowMs = folder.clock.now();
  const untilMs = end === undefined ? null : 'atMs' in end ? end.atMs : nowMs + end.afterMs;
  if (untilMs !== null && untilMs <= nowMs)
    throw new UsageError('serve_flags', 'The time of --invite-until has passed.');
  const link = openDoor(db, { address, workspace, limit, untilMs });
  return { link, limit, until: untilMs === null ? null : new Date(untilMs).toISOString() };
}

function addPeople({ rater: names, newPassword: newPasswords }: ServeFlags, folder: CampaignFolder, db: string) {
  return addRaters(folder, { names, newPasswords }, db);
}

/** The certificate for HTTPS; null = without encryption. */
async function findCertificate(
  { io }: Context,
  { https, cert, key, host }: ServeFlags,
  { dir, clock }: CampaignFolder,
): Promise<Certificate | null> {
  if (cert !== undefined && key !== undefined) return readCertificate(resolve(io.cwd, cert), resolve(io.cwd, key));
  if (https !== true) return null;
  const everywhere = host === '0.0.0.0' || host === '::' ? findNetworkAddress() : host;
  const hosts = new Set(['localhost', '127.0.0.1', '::1', ...(everywhere === undefined ? [] : [everywhere])]);
  return ensureCertificate(campaignPaths.certificate(dir), [...hosts], clock.now());
}

function hasOwnAddress({ host, port, https, cert }: ServeFlags): boolean {
  return !isLoopback(host) || port !== defaultPort || https === true || cert !== undefined;
}

function warnOfLoopback({ emit }: Pick<Context, 'emit'>): void {
  const text = 'Only this machine can open the link. To let others in, start the server with --host 0.0.0.0 --https.';
  emit({ type: 'warning', text });
}

function warnOfNetwork({ emit }: Context, { host, invite: invites }: ServeFlags, isEncrypted: boolean): void {
  if (isLoopback(host)) {
    if (invites === true) warnOfLoopback({ emit });
  } else if (!isEncrypted) {
    const text = `The server listens on ${host} without encryption, so others in the network can read passwords and answers: add --https, or put a proxy with HTTPS before it.`;
    emit({ type: 'warning', text });
  }
}

function qrStyle({ io, globals }: Context) {
  return io.stdout.isTTY === true ? stdoutStyle(io, globals) : null;
}

interface Place {
  folder: CampaignFolder;
  /** The campaign's server is this one, so its .env may name it. */
  keepsUrl: boolean;
  /** The workspace that people join; null = the only one of the database. */
  workspace: string | null;
}

/** With --db no campaign is needed. Then .env is the one of this folder. */
async function findPlace(context: Context, db: string | undefined): Promise<Place> {
  const campaign = await context.openCampaign().catch((error: unknown) => {
    // A campaign that can't be read is still a campaign: its keys are not those of this folder.
    if (db !== undefined && error instanceof UsageError && error.code === 'config_missing') return null;
    throw error;
  });
  if (campaign === null) {
    return { folder: openFolder(context.io.cwd, context.openOptions), keepsUrl: false, workspace: null };
  }
  const isOwn = campaign.target.type === 'local' && db === undefined;
  return { folder: campaign, keepsUrl: isOwn, workspace: isOwn ? campaign.task.workspace : null };
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((done) => {
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
