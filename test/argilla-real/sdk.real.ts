import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { argillaPython, realServer } from '../support/argilla-env.ts';

const script = fileURLToPath(new URL('../sdk/sdk_roundtrip.py', import.meta.url));
const owner = { username: 'owner', apiKey: 'owner.apikey-of-the-client-test' };
const allSteps = ['accounts', 'settings', 'records', 'answers', 'queries', 'progress', 'changes', 'deletion'];

let folder: string;
let embedded: LocalServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  embedded = await startLocalServer({ db: join(folder, 'local.db'), owner });
});

afterAll(async () => {
  await embedded?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the script and returns the steps it completed. If it fails, the error has all of Python's output. */
async function runClient(url: string, key: string): Promise<string[]> {
  const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_HUB_DISABLE_TELEMETRY: '1' };
  const { stdout } = await promisify(execFile)(argillaPython(), [script, url, key], {
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').filter((line) => allSteps.includes(line));
}

test('the official client works with the embedded server', async () => {
  expect(await runClient(embedded.url, owner.apiKey)).toEqual(allSteps);
});

test('and with the real one, so the script is right', async () => {
  const { url, ownerKey } = realServer();
  expect(await runClient(url, ownerKey)).toEqual(allSteps);
});
