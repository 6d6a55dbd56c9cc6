import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { argillaPython, realServer } from '../support/argilla-env.ts';
import { embeddedRunner } from '../support/hub/runners/embedded-runner.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';

const script = fileURLToPath(new URL('../sdk/hub_clients.py', import.meta.url));
const owner = { username: 'owner', apiKey: 'owner.apikey-of-the-client-test' };
const allSteps = ['account', 'repository', 'commits', 'reading', 'refs', 'folder', 'space', 'datasets', 'argilla'];

let folder: string;
let hub: StandInHub;
let embedded: LocalServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  embedded = await startLocalServer({ db: join(folder, 'local.db'), owner });
  hub = await startHub({ spaceRunner: embeddedRunner });
});

afterEach(async () => {
  await embedded.close();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the script and returns the steps it completed. If it fails, the error has all of Python's output. */
async function runClients(argilla: { url: string; key: string }): Promise<string[]> {
  const env = {
    ...process.env,
    ...hub.clientEnv(),
    HF_HOME: join(folder, 'huggingface'),
    HF_HUB_DISABLE_PROGRESS_BARS: '1',
    ARGILLA_API_URL: argilla.url,
    ARGILLA_API_KEY: argilla.key,
  };
  const { stdout } = await promisify(execFile)(argillaPython(), [script], { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\n').filter((line) => allSteps.includes(line));
}

function expectCleanJournal(): void {
  expect(hub.unknown).toEqual([]);
  expect(hub.leaks).toEqual([]);
}

test('the official clients work with the stand-in Hub, from the embedded server too', async () => {
  expect(await runClients({ url: embedded.url, key: owner.apiKey })).toEqual(allSteps);
  expectCleanJournal();
});

test('and when small files are redirected, large ones come in parts, and pages are short', async () => {
  Object.assign(hub.settings, { resolveCache: true, multipartAboveBytes: 1000, partBytes: 1_000_000 });
  Object.assign(hub.settings, { treePageEntries: 2 });
  const { url, ownerKey } = realServer();
  expect(await runClients({ url, key: ownerKey })).toEqual(allSteps);
  expectCleanJournal();
});
