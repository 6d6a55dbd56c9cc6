import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { describeCampaign, type SuiteServer } from './campaign-suite.ts';
import { describeKills } from './kill-suite.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';

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

async function start(): Promise<SuiteServer> {
  return { url: server.url, apiKey };
}

const prompts = [
  'Why is the sky blue?',
  'Say "hello",\nthen wait.',
  '<b>bold</b> & \u001b[31mred',
  ...Array.from({ length: 57 }, (_, index) => `Count to ${index}.`),
];

describeCampaign('the embedded server', prompts, start);
describeKills('the embedded server', { prompts: 300, kills: 20 }, start);
