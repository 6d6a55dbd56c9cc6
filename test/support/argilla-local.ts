import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { type Answer, People, request, type Server } from './argilla-world.ts';
import { cheapPasswords } from './cheap-passwords.ts';

const apiKey = 'owner.apikey-of-the-tests';

/** An embedded server on a new database, its people, and a way to end both. */
export interface LocalWorld {
  folder: string;
  db: string;
  server: LocalServer & Server;
  people: People;
  end(): Promise<void>;
}

export async function startLocal(clock?: () => number): Promise<LocalWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'prank-'));
  const db = join(folder, 'local.db');
  const server = await openServer(db, clock);
  const end = async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, db, server, people: await People.gather(server), end };
}

/** A server on a database that may already be in use. */
export async function openServer(db: string, clock?: () => number, port = 0): Promise<LocalServer & Server> {
  const started = await startLocalServer({
    ...cheapPasswords,
    db,
    port,
    owner: { username: 'owner', apiKey },
    ...(clock === undefined ? {} : { clock }),
  });
  return { ...started, ownerKey: apiKey };
}

/** Sends a request as owner. */
export function ask(server: Server, method: string, path: string, body?: unknown): Promise<Answer> {
  return request(server, server.ownerKey, method, path, body);
}

/** Logs in like the page. `token` is empty if that fails. */
export async function logIn(
  server: { url: string },
  username: string,
  password = 'correct horse',
): Promise<{ status: number; token: string }> {
  const form = new URLSearchParams({ username, password });
  const response = await fetch(`${server.url}/api/v1/token`, { method: 'POST', body: form });
  const body: unknown = await response.json();
  const token = typeof body === 'object' && body !== null && 'access_token' in body ? String(body.access_token) : '';
  return { status: response.status, token };
}
