import type { FastifyInstance } from 'fastify';
import { randomBytes as cryptoRandomBytes } from 'node:crypto';
import { UsageError } from '../lib/errors.ts';
import { createApp } from './app.ts';
import type { Certificate } from './certificate.ts';
import { ensureOwner, type Owner } from './owner.ts';
import { Reader } from './reader/reader.ts';
import { describeStorageProblem, explainOpening } from './storage/storage-problem.ts';
import { Store } from './storage/store.ts';

export interface LocalServerOptions {
  /** Database file; created with mode 0600 if missing. */
  db: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0 = any free port. */
  port?: number;
  owner: Owner;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  randomBytes?: (size: number) => Uint8Array;
  /** Cost of hashing a password; tests make it cheap. */
  passwordCost?: number;
  /** Hears when answers can't be stored, at most once a minute, and of failed logins, at most twice a minute per address. */
  onTrouble?: (text: string) => void;
  /** Hears before the database of an earlier version is upgraded, if that takes some time. */
  onUpgrade?: (text: string) => void;
  /** Default: without encryption. */
  https?: Certificate;
}

export interface LocalServer {
  url: string;
  /**
   * Where commands on this machine reach the server. With HTTPS that is another port, on loopback and without
   * encryption, because they don't trust a self-made certificate.
   */
  commandUrl: string;
  close(): Promise<void>;
}

/**
 * Starts the embedded Argilla-compatible server and its rating page. Every answer it acknowledges is on disk.
 *
 * It differs from Argilla 2.8.0 on purpose, to lose nothing:
 * - `values` null or missing in a draft or skipped answer is stored as `{}` (Argilla: 500; the search index breaks).
 * - PUT of records into a draft dataset is rejected with 422 (Argilla: accepted, but publishing fails from then on).
 * - Publishing is all or nothing: a dataset that is `ready` is always usable.
 * - Renaming a dataset to a taken name is 409 (Argilla: 500). PATCH of `metadata` over an object stores the merge.
 * - Search, `/progress` and status after PATCH of the overlap read the database, so they are never out of date. Search
 *   in a draft is empty (Argilla: 500), a response filter without question or status is 422 (Argilla: 500), and without
 *   `sort` records are in order of insertion.
 * - A rater's search for at most 100 open records returns at most 4, and holds them: others don't get more of a record than
 *   it needs. `DELETE /me/datasets/{id}/holds` releases what is held.
 * - Below `/prank` there are a leaderboard, nicknames, and one's own answers with their prompts.
 * - Annotators learn nothing about a record but its fields, its visible metadata and their own answers. They get no
 *   suggestions, no hidden metadata and nobody else's answers, and can't filter or sort by them (Argilla: `GET
 *   /records/{id}` and filters give all of it away).
 * - `/me/…/metrics` counts the user's own answers. Tokens die with their user, even if the username is used again.
 * - U+0000 in names and external ids is rejected. Requests are limited to 64 MB, those of raters to 1 MB and 20,000 values,
 *   and searches to texts of 1,000 characters. Nothing of a request without a valid key is read but a login.
 * - Logins are limited to 20 a minute for a name at an address, and to 600 a minute for an address (429).
 * - There are no vectors, webhooks, jobs, import, export or OAuth login.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const {
    db,
    host = '127.0.0.1',
    port = 0,
    owner,
    clock = Date.now,
    randomBytes = cryptoRandomBytes,
    passwordCost,
    onTrouble = () => {},
    onUpgrade = () => {},
    https = null,
  } = options;
  const store = Store.open(db, {
    clock,
    randomBytes,
    onUpgrade,
    ...(passwordCost === undefined ? {} : { passwordCost }),
  });
  const reader = new Reader(db);
  const apps: FastifyInstance[] = [];
  const close = async (): Promise<void> => {
    for (const app of apps) await app.close();
    await reader.close();
    store.close();
  };
  try {
    ensureOwner(store, owner);
    const app = await createApp(store, onTrouble, { reader, https });
    apps.push(app);
    await app.listen({ host, port });
    const url = makeUrl(host, portOf(app), https === null ? 'http' : 'https');
    if (https === null) return { url, commandUrl: reachableUrl(url), close };
    const forCommands = await createApp(store, onTrouble, { reader });
    apps.push(forCommands);
    await forCommands.listen({ host: '127.0.0.1', port: 0 });
    return { url, commandUrl: makeUrl('127.0.0.1', portOf(forCommands), 'http'), close };
  } catch (error) {
    await close();
    if (isPortProblem(error)) throw portInUse(port, error);
    throw describeStorageProblem(error) === null ? error : explainOpening(db, error);
  }
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** "All addresses" is one to listen on, not one to visit. */
function reachableUrl(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

function makeUrl(host: string, port: number, scheme: 'http' | 'https'): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function isPortProblem(error: unknown): boolean {
  // EACCES is also the code for a file that may not be opened.
  if (!(error instanceof Error && 'code' in error && 'syscall' in error) || error.syscall !== 'listen') return false;
  return error.code === 'EADDRINUSE' || error.code === 'EACCES';
}

function portInUse(port: number, cause: unknown): UsageError {
  return new UsageError('port_in_use', `Port ${port} can't be opened: another program uses it, or it is reserved.`, {
    cause,
  });
}
