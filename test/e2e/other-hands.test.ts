import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';
import { play, situations } from './other-hands-suite.ts';

const apiKey = 'owner-key-of-the-embedded-server';
let dir: string;
let server: LocalServer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  server = await startLocalServer({
    ...cheapPasswords,
    db: join(dir, 'local.db'),
    owner: { username: 'owner', apiKey },
  });
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});

describe('other hands on the campaign’s dataset', () => {
  test.each(situations)('$name', async (situation) => {
    expect(await play({ url: server.url, apiKey }, situation)).not.toEqual([]);
  });
});
