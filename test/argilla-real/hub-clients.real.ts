import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commit, createRepo, datasetInfo } from '@huggingface/hub';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHub } from '../../src/hub/connection.ts';
import { commitFiles } from '../../src/hub/repos/commit.ts';
import { prepareFiles } from '../../src/hub/repos/preupload.ts';
import { createDatasetRepository } from '../../src/hub/repos/repositories.ts';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { argillaPython, realServer } from '../support/argilla-env.ts';
import { embeddedRunner } from '../support/hub/runners/embedded-runner.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';

const script = fileURLToPath(new URL('../sdk/hub_clients.py', import.meta.url));
const commitScript = fileURLToPath(new URL('../sdk/hub_same_commit.py', import.meta.url));
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

/** Makes the same commit in a private dataset: files of all kinds added, one removed. */
const sameCommit: Record<string, (repository: string) => Promise<unknown>> = {
  'huggingface_hub of Python': (repository) =>
    promisify(execFile)(argillaPython(), [commitScript, repository, join(folder, 'files')], {
      env: {
        ...process.env,
        ...hub.clientEnv(),
        HF_HOME: join(folder, 'huggingface'),
        HF_HUB_DISABLE_PROGRESS_BARS: '1',
      },
    }),
  '@huggingface/hub': async (repository) => {
    const [name, hubUrl, accessToken] = [repository, hub.url, 'hf_organizer'];
    const repo = { type: 'dataset', name } as const;
    await createRepo({ repo, visibility: 'private', hubUrl, accessToken }).catch(() => null);
    const { sha } = await datasetInfo({ name, additionalFields: ['sha'], hubUrl, accessToken });
    await commit({
      repo,
      title: 'Replace the files',
      operations: [
        ...contents.map(([path, content]) => ({
          operation: 'addOrUpdate' as const,
          path,
          content: new Blob([new Uint8Array(content)]),
        })),
        { operation: 'delete', path: 'old.txt' },
      ],
      parentCommit: sha,
      hubUrl,
      accessToken,
    });
  },
  prank: async (name) => {
    const connection = openHub({ endpoint: hub.url, token: 'hf_organizer', userAgent: 'prank/test' });
    const { commit: parent } = await createDatasetRepository(connection, name, { private: true });
    const repository = { type: 'dataset', name } as const;
    const files = contents.map(([path, source]) => ({ path, source }));
    const add = await prepareFiles(connection, repository, files);
    await commitFiles(connection, repository, {
      parent,
      summary: 'Replace the files',
      description: '',
      add,
      remove: ['old.txt'],
    });
  },
};

const contents: [string, Buffer][] = [
  ['README.md', Buffer.from('---\nlicense: mit\n---\n')],
  ['data/train.parquet', Buffer.from('many bytes of Parquet '.repeat(500))],
  ['data/notes.txt', Buffer.from('Prompts — and more')],
];

test('prank, the JavaScript library and the Python client leave the same repository', async () => {
  for (const [path, content] of contents) {
    await mkdir(dirname(join(folder, 'files', path)), { recursive: true });
    await writeFile(join(folder, 'files', path), content);
  }
  const left: unknown[] = [];
  const id = 'organizer/same';
  for (const [client, makeCommit] of Object.entries(sameCommit)) {
    // What one client uploaded, the next would not upload again.
    await hub.close();
    hub = await startHub();
    hub.addRepository({ type: 'dataset', id, files: { 'old.txt': 'old' }, visibility: 'private' });
    await makeCommit(id);
    const calls = hub.requests.map(
      ({ method, path }) => `${method} ${path.replaceAll(id, 'NAME').replaceAll(/[\da-f]{40,}/gu, 'HASH')}`,
    );
    process.stdout.write(`${client}\n${calls.map((call) => `  ${call}`).join('\n')}\n`);
    expectCleanJournal();
    const view = hub.repo('dataset', id);
    const [newest] = view.commits;
    left.push({
      files: view.files().map((path) => [path, view.read(path).toString('base64')]),
      title: newest?.title,
      commits: view.commits.length,
      visibility: view.visibility,
    });
  }
  expect(left[1]).toEqual(left[0]);
  expect(left[2]).toEqual(left[0]);
});
