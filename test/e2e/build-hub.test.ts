import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRows } from '../support/read-rows.ts';
import { type PrankRun, runJson, runPrank } from '../support/run-prank.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';

const dataset = 'OpenAssistant/oasst2';
const listing = 'GET /api/datasets/OpenAssistant/oasst2/tree/.*';
const resolves = 'GET /datasets/OpenAssistant/oasst2/resolve/.*';
const first = lines('first', 3000);
const second = lines('second', 20);

let hub: StandInHub;
let dir: string;

beforeEach(async () => {
  hub = await startHub({
    users: [{ name: 'organizer' }, { name: 'OpenAssistant' }],
    repositories: [
      {
        type: 'dataset',
        id: dataset,
        files: {
          'README.md': '# A dataset',
          'data/first.jsonl': first,
          'data/second.jsonl': second,
          'other.csv': 'a\n',
        },
      },
    ],
  });
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await configure({});
});

afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  expect(hub.leaks).toEqual([]);
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

function lines(name: string, count: number): string {
  return Array.from({ length: count }, (_, n) => `{"prompt":"Prompt ${n} of the ${name} file"}\n`).join('');
}

async function configure(source: Record<string, unknown>, others: Record<string, unknown>[] = []): Promise<void> {
  const config = {
    name: 'mixed',
    sources: [
      { id: 'oasst2', hub: dataset, path: 'data/*.jsonl', prompt: 'prompt', license: 'apache-2.0', ...source },
      ...others,
    ],
    build: { near_duplicates: false, length: { min: 1 } },
    argilla: { local: true },
    publish: { license: 'cc-by-4.0' },
  };
  await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
}

/** Public datasets need no token, and a newcomer's machine has none. */
const env = (extra: Record<string, string> = {}): Record<string, string> => ({
  HF_ENDPOINT: hub.url,
  HF_HOME: join(dir, 'hf'),
  ...extra,
});
const organizer = { HF_TOKEN: 'hf_organizer' };

async function succeed(words: string[] = [], extra: Record<string, string> = {}): Promise<Record<string, unknown>> {
  return runJson(['build', ...words], { cwd: dir, env: env(extra) });
}

async function fail(words: string[] = [], extra: Record<string, string> = {}): Promise<PrankRun> {
  const run = await runPrank(['build', ...words], { cwd: dir, env: env(extra) });
  expect(run.stderr + run.stdout).not.toContain('hf_');
  expect(await readdir(dir)).not.toContain('prank.lock.json');
  return run;
}

const repo = () => hub.repo('dataset', dataset);
const lock = async (): Promise<string> => readFile(join(dir, 'prank.lock.json'), 'utf8');
const blobs = async (): Promise<string[]> =>
  readdir(join(dir, 'hf', 'hub', 'datasets--OpenAssistant--oasst2', 'blobs'));

describe('build from a dataset on the Hub', () => {
  it('pins the commit, keeps it in the lock and in every prompt, and downloads each file once', async () => {
    expect(await succeed()).toMatchObject({ prompts: 3020, candidates: 3020 });
    const head = repo().head;
    expect(JSON.parse(await lock()).sources).toEqual([
      {
        id: 'oasst2',
        hub: { dataset, revision: 'main', path: 'data/*.jsonl', commit: head },
        files: [
          { path: 'data/first.jsonl', sha256: expect.any(String), size_bytes: first.length },
          { path: 'data/second.jsonl', sha256: expect.any(String), size_bytes: second.length },
        ],
      },
    ]);
    const [row] = await readRows(join(dir, '.prank', 'prompts.parquet'));
    expect(row).toMatchObject({ source: 'oasst2', revision: head, license: 'apache-2.0' });
    expect(String(row?.['source_row'])).toMatch(/^data\/(first|second)\.jsonl:\d+$/u);
    const manifest = JSON.parse(await readFile(join(dir, '.prank', 'manifest.json'), 'utf8'));
    expect(manifest.sources[0]).toMatchObject({ dataset, revision: head });
    expect(hub.count(listing)).toBe(1);
    expect(hub.count(resolves)).toBe(2);
    expect(hub.requests.some(({ path }) => path.includes('other.csv'))).toBe(false);
  });

  it('asks the Hub nothing if lock and cache have everything, even after main moved; --update fetches what is new', async () => {
    await succeed();
    const before = await lock();
    repo().commit({ 'data/second.jsonl': lines('newer', 30) });
    hub.clearRequests();
    await succeed();
    await succeed(['--check']);
    expect(hub.requests).toEqual([]);
    expect(await lock()).toBe(before);

    const run = await runPrank(['build', '--update'], { cwd: dir, env: env() });
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain(`Source oasst2: ${dataset} moved from `);
    expect(JSON.parse(await lock()).sources[0].hub.commit).toBe(repo().head);
    // Unchanged files are not read again.
    expect(hub.count(resolves)).toBe(1);
  });

  it('makes the same bytes on a machine with an empty cache, from the locked commit', async () => {
    const made = await succeed();
    const before = await lock();
    repo().commit({ 'data/second.jsonl': lines('newer', 30) });
    await rm(join(dir, 'hf'), { recursive: true });
    await rm(join(dir, '.prank'), { recursive: true });
    expect(await succeed(['--check'])).toMatchObject({ sha256: made['sha256'] });
    await rm(join(dir, 'hf'), { recursive: true });
    expect(await succeed()).toMatchObject({ sha256: made['sha256'] });
    expect(await lock()).toBe(before);
  });

  it('works without the Hub from lock and cache', async () => {
    const made = await succeed();
    const offline = { HF_ENDPOINT: 'http://127.0.0.1:1' };
    expect(await succeed([], offline)).toMatchObject({ sha256: made['sha256'] });
  });

  it('reads a file from a cache that the official client filled', async () => {
    await succeed();
    const cached = await blobs();
    await rm(join(dir, 'prank.lock.json'));
    hub.clearRequests();
    await succeed();
    expect(hub.count(resolves)).toBe(0);
    expect(await blobs()).toEqual(cached);
    const refs = join(dir, 'hf', 'hub', 'datasets--OpenAssistant--oasst2', 'refs', 'main');
    expect(await readFile(refs, 'utf8')).toBe(repo().head);
  });

  it('reads damaged files of the cache again', async () => {
    const made = await succeed();
    for (const name of await blobs()) {
      await writeFile(
        join(dir, 'hf', 'hub', 'datasets--OpenAssistant--oasst2', 'blobs', name),
        'x'.repeat(first.length),
      );
    }
    hub.clearRequests();
    expect(await succeed()).toMatchObject({ sha256: made['sha256'] });
    expect(hub.count(resolves)).toBe(2);
  });

  it('only looks in a dry run: commit, files and sizes, and no download', async () => {
    const { steps } = await succeed(['--dry-run']);
    expect(steps).toContainEqual({
      action: 'keep',
      target: `${dataset}@${repo().head.slice(0, 12)}/data/first.jsonl`,
      why: `read as jsonl, ${first.length} bytes, for source oasst2, take all`,
    });
    expect(hub.count(resolves)).toBe(0);
    expect(await readdir(dir)).not.toContain('prank.lock.json');
  });

  it('mixes with local files, reads tags and literal names, and gives the same bytes as local files', async () => {
    repo().commit({ 'data/[odd] *.jsonl': lines('odd', 4) });
    const local = { id: 'local', file: 'local.jsonl', prompt: 'prompt', license: 'mit' };
    await writeFile(join(dir, 'local.jsonl'), lines('local', 5));
    await configure({ path: 'data/[odd] *.jsonl', revision: repo().head }, [local]);
    expect(await succeed()).toMatchObject({ prompts: 9 });
    const rows = await readRows(join(dir, '.prank', 'prompts.parquet'));
    expect(rows.map((row) => row['revision']).filter((revision) => revision !== null)).toEqual(
      Array.from({ length: 4 }, () => repo().head),
    );
  });

  it('reads listings of many pages', async () => {
    hub.settings.treePageEntries = 2;
    expect(await succeed()).toMatchObject({ prompts: 3020 });
    expect(hub.count(listing)).toBeGreaterThan(1);
  });

  it('reads a private dataset with the token, which is sent only to the Hub', async () => {
    hub.addRepository({
      type: 'dataset',
      id: 'organizer/mine',
      visibility: 'private',
      files: { 'a.jsonl.gz': 'x', 'a.jsonl': second },
    });
    await configure({ hub: 'organizer/mine', path: 'a.jsonl' });
    expect(await fail()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no dataset organizer/mine') });
    expect(await succeed([], organizer)).toMatchObject({ prompts: 20 });
  });
});

describe('problems of a Hub source', () => {
  it('resumes a download where it broke off', async () => {
    const big = lines('big', 60_000);
    repo().commit({ 'data/big.jsonl.gz': await gzip(big), 'data/first.jsonl': null, 'data/second.jsonl': null });
    await configure({ path: 'data/*.gz' });
    const fault = hub.fault({ match: 'GET /.*', origin: 'storage', kind: 'cut-body' });
    expect(await succeed()).toMatchObject({ prompts: 60_000 });
    expect(fault.hits()).toBe(1);
    const ranges = hub.requests.filter(({ origin }) => origin === 'storage').map(({ headers }) => headers['range']);
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/u)]);
  });

  it('waits as long as the Hub says after too many requests, and tries again after errors and resets', async () => {
    const limit = hub.fault({ match: resolves, kind: 'rate-limit', resetSeconds: 1 });
    const error = hub.fault({ match: listing, kind: 'error-before', status: 503 });
    const reset = hub.fault({ match: 'GET /api/datasets/OpenAssistant/oasst2/revision/main', kind: 'reset-before' });
    expect(await succeed()).toMatchObject({ prompts: 3020 });
    expect([limit.hits(), error.hits()]).toEqual([1, 1]);
    expect(reset.hits()).toBeLessThanOrEqual(1);
  });

  it('distinguishes a gated dataset from a missing one, and both from a missing revision or file', async () => {
    hub.addRepository({ type: 'dataset', id: 'OpenAssistant/gated', gated: 'auto', files: { 'a.jsonl': second } });
    await configure({ hub: 'OpenAssistant/gated', path: 'a.jsonl' });
    for (const extra of [{}, organizer]) {
      const gated = await fail([], extra);
      expect(gated).toMatchObject({ exitCode: 3 });
      expect(gated.stderr).toContain('The dataset OpenAssistant/gated is gated: its owner wants conditions accepted');
    }
    hub.repo('dataset', 'OpenAssistant/gated').accept('organizer');
    await configure({ hub: 'OpenAssistant/none', path: 'a.jsonl' });
    expect(await fail([], organizer)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(
        'There is no dataset OpenAssistant/none on the Hub, or none that this token may see.',
      ),
    });
    await configure({ revision: 'v9' });
    expect(await fail()).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`The dataset ${dataset} has no revision v9.`),
    });
    await configure({ path: 'data/frist.jsonl' });
    const mistyped = await fail();
    expect(mistyped.exitCode).toBe(2);
    expect(mistyped.stderr).toContain(`no file of the dataset ${dataset} matches data/frist.jsonl`);
    expect(mistyped.stderr).toContain('Did you mean data/first.jsonl?');
    await configure({ path: 'README.md' });
    expect(await fail()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('README.md') });
    await configure({ hub: 'OpenAssistant/gated', path: 'a.jsonl' });
    expect(await succeed([], organizer)).toMatchObject({ prompts: 20 });
  });

  it('says what to do if the locked commit is gone from the Hub', async () => {
    await succeed();
    const text = (await lock()).replaceAll(repo().head, '0'.repeat(40)).replace(/,\n {2}"sha256": .*/u, '');
    await writeFile(join(dir, 'prank.lock.json'), text);
    const run = await runPrank(['build'], { cwd: dir, env: env() });
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('prank build --update') });
    expect(await lock()).toBe(text);
  });

  it('rejects bytes with another hash than the Hub names, and reads them again', async () => {
    const content = await gzip(first);
    repo().commit({ 'data/big.jsonl.gz': content, 'data/first.jsonl': null, 'data/second.jsonl': null });
    await configure({ path: 'data/*.gz' });
    const folder = join(dir, 'hf', 'hub', 'datasets--OpenAssistant--oasst2', 'blobs');
    const sha256 = createHash('sha256').update(content).digest('hex');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${sha256}.${sha256.slice(0, 12)}.part`), 'not what it began with');
    const damaged = await fail();
    expect(damaged).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('data/big.jsonl.gz arrived damaged'),
    });
    expect(await succeed()).toMatchObject({ prompts: 3000 });
  });
});

async function gzip(text: string): Promise<Buffer> {
  return promisify(gzipCallback)(text);
}
