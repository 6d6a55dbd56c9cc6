import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '../support/argilla-calls.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { readTree } from '../support/read-tree.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';
import { askDoctor } from '../support/doctor-runs.ts';
import { errorOf } from '../support/space-checks.ts';
import { findDeployed, makeRater, readAllRecords } from '../support/test-raters.ts';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';

const apiKey = 'owner-key-of-the-test';
const backup = 'organizer/shared-backup';
const dataset = 'organizer/shared-ranked';

let hub: StandInHub;
let server: LocalServer;
let root: string;

beforeEach(async () => {
  hub = await startHub();
  root = await mkdtemp(join(tmpdir(), 'prank-'));
  server = await startLocalServer({
    ...cheapPasswords,
    db: join(root, 'server.db'),
    owner: { username: 'owner', apiKey },
  });
});
afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  await server.close();
  await hub.close();
  await rm(root, { recursive: true, force: true });
});

interface Written {
  name: string;
  id?: string;
  url?: string;
  publish?: Record<string, unknown>;
}

/** A folder with prank.yaml and its source. */
async function makeFolder({ name, id, url = server.url, publish = { dataset, backup } }: Written): Promise<string> {
  const dir = await mkdtemp(join(root, `${name}-`));
  await writeConfig(dir, { name, ...(id === undefined ? {} : { id }), url, publish });
  await writeFile(join(dir, 'prompts.csv'), `prompt\nWhy is the sky of ${name} blue?\nCount to ten for ${name}.\n`);
  return dir;
}

function writeConfig(
  dir: string,
  { name, id, url = server.url, publish = { dataset, backup } }: Written,
): Promise<void> {
  const config = {
    name,
    id,
    sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', license: 'cc0-1.0' }],
    build: { near_duplicates: false, length: { min: 1 } },
    task: { overlap: 1 },
    argilla: { url },
    publish: { license: 'cc-by-4.0', ...publish },
  };
  return writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
}

const env = (): Record<string, string> => ({
  HF_ENDPOINT: hub.url,
  HF_TOKEN: 'hf_organizer',
  ARGILLA_API_KEY: apiKey,
  PRANK_PSEUDONYM_KEY: 'aa'.repeat(32),
});

function run(dir: string, ...words: string[]): Promise<PrankRun> {
  return runPrank([...words, '--json'], { cwd: dir, env: env() });
}

async function succeed(dir: string, ...words: string[]): Promise<Record<string, unknown>> {
  const ran = await run(dir, ...words);
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ exitCode: 0 });
  return JSON.parse(ran.stdout).data;
}

async function expectStopped(dir: string, words: string[], code: string): Promise<Record<string, unknown>> {
  const ran = await run(dir, ...words);
  expect({ words, exitCode: ran.exitCode, code: errorOf(ran)['code'] }).toEqual({ words, exitCode: 5, code });
  return errorOf(ran);
}

async function answerAll(name: string): Promise<void> {
  const owner = createCalls(server.url, apiKey);
  const { workspaceId, datasetId } = await findDeployed(owner, name);
  const rater = await makeRater(owner, workspaceId);
  for (const { id } of await readAllRecords(owner, datasetId)) {
    const given = { status: 'submitted', values: { quality: { value: 4 } } };
    expect((await rater.calls.post(`/records/${id}/responses`, given)).status).toBe(201);
  }
}

/** A campaign with answers, a backup and a release. */
async function startFirst(publish?: Record<string, unknown>): Promise<string> {
  const dir = await makeFolder({ name: 'first', ...(publish === undefined ? {} : { publish }) });
  for (const command of ['build', 'deploy', 'push']) await succeed(dir, command);
  await answerAll('first');
  for (const command of ['pull', 'publish']) await succeed(dir, command);
  return dir;
}

const heads = (): string[] =>
  [backup, dataset].flatMap((name) => (hub.hasRepo('dataset', name) ? [hub.repo('dataset', name).head ?? ''] : []));

/** As versions before the marks left them. */
function removeMarks(): void {
  hub.commitBehind(hub.repo('dataset', backup), { 'campaign/first.json': null });
  const repo = hub.repo('dataset', dataset);
  const card = repo
    .read('README.md')
    .toString()
    .replace(/<!-- prank:campaign .*-->\n\n/u, '');
  hub.commitBehind(repo, { 'README.md': card });
}

describe('a second campaign with the same backup name', () => {
  it.each([
    ['marked', () => {}],
    ['from an earlier version, with only a name in its card', removeMarks],
  ])('takes over no answers and changes nothing, if the backup is %s', async (_, prepare) => {
    await startFirst();
    prepare();
    const second = await makeFolder({ name: 'second' });
    await succeed(second, 'build');
    const before = heads();
    for (const words of [
      ['deploy'],
      ['push'],
      ['pull'],
      ['pull', '--dry-run'],
      ['restore'],
      ['restore', '--dry-run'],
      ['sync'],
      ['forget', 'ada', '--yes'],
    ]) {
      const { message, hint } = await expectStopped(second, words, 'backup_of_other_campaign');
      expect(message).toContain(`The backup ${backup} belongs to the campaign first, and this one is second.`);
      expect(hint).toContain('id: first');
    }
    expect(heads()).toEqual(before);
    expect((await readTree(second)).filter((path) => path.includes('ratings'))).toEqual([]);
    const { body } = await createCalls(server.url, apiKey).get('/me/workspaces');
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['first']);
  });

  it('is found by doctor, once, with the remedy, which heals it', async () => {
    await startFirst();
    const second = await makeFolder({ name: 'second', publish: { backup } });
    await succeed(second, 'build');
    const { checks } = await askDoctor((words) => runPrank(words, { cwd: second, env: env() }));
    const found = checks.filter(({ area, ok }) => ['hub', 'backup'].includes(area) && ok === false);
    expect(found).toEqual([
      expect.objectContaining({ name: 'backup', fix: expect.stringContaining('publish.backup') }),
    ]);
    await writeConfig(second, { name: 'second', publish: { backup: 'organizer/second-backup' } });
    const healed = JSON.stringify(errorOf(await run(second, 'doctor')));
    expect(healed).not.toContain('belongs to the campaign');
  });

  it('stops when it already has answers and gets the name of that backup later', async () => {
    await startFirst();
    const second = await makeFolder({ name: 'second', publish: {} });
    for (const command of ['build', 'deploy', 'push']) await succeed(second, command);
    await answerAll('second');
    await succeed(second, 'pull');
    await writeConfig(second, { name: 'second' });
    const before = heads();
    for (const command of ['pull', 'sync', 'restore'])
      await expectStopped(second, [command], 'backup_of_other_campaign');
    expect(heads()).toEqual(before);
  });

  it('stops even under the same name, if answers of both are from different datasets', async () => {
    await startFirst();
    const other = await startLocalServer({
      ...cheapPasswords,
      db: join(root, 'other.db'),
      owner: { username: 'owner', apiKey },
    });
    try {
      const namesake = await makeFolder({ name: 'first', url: other.url, publish: {} });
      for (const command of ['build', 'deploy', 'push']) await succeed(namesake, command);
      const owner = createCalls(other.url, apiKey);
      const { workspaceId, datasetId } = await findDeployed(owner, 'first');
      const rater = await makeRater(owner, workspaceId);
      const [record] = await readAllRecords(owner, datasetId);
      const given = { status: 'submitted', values: { quality: { value: 1 } } };
      await rater.calls.post(`/records/${record?.id}/responses`, given);
      await succeed(namesake, 'pull');
      await writeConfig(namesake, { name: 'first', url: other.url });
      const before = heads();
      for (const words of [['pull'], ['pull', '--dry-run'], ['sync'], ['restore']])
        await expectStopped(namesake, words, 'backup_of_other_campaign');
      expect(heads()).toEqual(before);
    } finally {
      await other.close();
    }
  });
});

describe('a second campaign with the same dataset name', () => {
  it.each([
    ['marked', () => {}],
    ['from an earlier version, with only a name in its card', removeMarks],
  ])('does not replace a release that is %s', async (_, prepare) => {
    await startFirst();
    prepare();
    const second = await makeFolder({ name: 'second', publish: { dataset } });
    for (const command of ['build', 'deploy', 'push']) await succeed(second, command);
    await answerAll('second');
    await succeed(second, 'pull');
    const before = heads();
    for (const words of [['publish', '--dry-run'], ['publish'], ['sync', '--full']]) {
      const { message, hint } = await expectStopped(second, words, 'release_of_other_campaign');
      expect(message).toContain(`The dataset ${dataset} holds the release of the campaign first`);
      expect(hint).toContain('publish.dataset');
    }
    expect(heads()).toEqual(before);
  });
});

describe('the same campaign', () => {
  it('goes on after an upgrade, and is marked by the next pull and publish', async () => {
    const dir = await startFirst();
    removeMarks();
    await succeed(dir, 'pull', '--full');
    await succeed(dir, 'publish');
    expect(hub.repo('dataset', backup).files()).toContain('campaign/first.json');
    expect(hub.repo('dataset', dataset).read('README.md').toString()).toContain('<!-- prank:campaign first ');
  });

  it('goes on in a folder with another name, in a copy of its folder, and in a fresh clone', async () => {
    const dir = await startFirst();
    const moved = `${dir}-moved`;
    await rename(dir, moved);
    const copy = join(root, 'copy');
    await cp(moved, copy, { recursive: true });
    const clone = await makeFolder({ name: 'first' });
    for (const place of [moved, copy, clone]) {
      expect(await succeed(place, 'pull', '--full')).toMatchObject({ total: 2, new: 0 });
      expect(await succeed(place, 'sync')).toMatchObject({ pull: { total: 2 } });
    }
  });

  it('goes on under a new name with its old one as id, and without it stops before any harm', async () => {
    const dir = await startFirst();
    const task = { name: 'renamed' };
    await writeConfig(dir, task);
    await expectStopped(dir, ['pull'], 'backup_of_other_campaign');
    await expectStopped(dir, ['publish'], 'release_of_other_campaign');
    await writeConfig(dir, { ...task, id: 'first' });
    await succeed(dir, 'pull', '--full');
    await succeed(dir, 'publish');
    expect(JSON.parse(await readFile(join(dir, 'prank.yaml'), 'utf8'))).toMatchObject({ id: 'first' });
    expect(hub.repo('dataset', dataset).read('README.md').toString()).toContain('<!-- prank:campaign first ');
  });

  it('joins on two machines that both had answers before there was a backup', async () => {
    const one = await startFirst({});
    const two = await makeFolder({ name: 'first', publish: {} });
    await succeed(two, 'build');
    await succeed(two, 'pull');
    for (const dir of [one, two]) {
      await writeConfig(dir, { name: 'first' });
      expect(await succeed(dir, 'pull', '--full')).toMatchObject({ total: 2 });
      expect(await succeed(dir, 'sync')).toMatchObject({ pull: { total: 2 } });
    }
  });
});
