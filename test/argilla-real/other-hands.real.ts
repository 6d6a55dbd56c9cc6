import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { play, situations } from '../e2e/other-hands-suite.ts';
import { realServer } from '../support/argilla-env.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';

const apiKey = 'owner.apikey-of-other-hands';
let folder: string;
let embedded: LocalServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  const owner = { username: 'owner', apiKey };
  embedded = await startLocalServer({ ...cheapPasswords, db: join(folder, 'local.db'), owner });
});
afterAll(async () => {
  await embedded?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('prank reports the same on both servers', () => {
  test.each(situations)('$name', async (situation) => {
    const { url, ownerKey } = realServer();
    const real = await play({ url, apiKey: ownerKey }, situation);
    expect(await play({ url: embedded.url, apiKey }, situation)).toEqual(real);
  });
});
