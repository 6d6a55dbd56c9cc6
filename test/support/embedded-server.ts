import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { cheapPasswords } from './cheap-passwords.ts';

/** An embedded server for all tests of a file. Returns a function that says where it is, and the owner's key. */
export function useEmbeddedServer(): () => { url: string; apiKey: string } {
  const apiKey = 'owner-key-of-the-embedded-server';
  let dir: string;
  let server: LocalServer;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'prank-'));
    const owner = { username: 'owner', apiKey };
    server = await startLocalServer({ ...cheapPasswords, db: join(dir, 'local.db'), owner });
  });
  afterAll(async () => {
    await server.close();
    await rm(dir, { recursive: true });
  });
  return () => ({ url: server.url, apiKey });
}
