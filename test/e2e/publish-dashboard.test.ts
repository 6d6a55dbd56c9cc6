import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResponseEvent } from '../../src/model.ts';
import { appendToRatingsLog } from '../../src/ratings/ratings-log.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';
import { readRows } from '../support/read-rows.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';

const name = 'organizer/ranked-dashboard';
const commitPath = `POST /api/spaces/${name}/commit/main`;

let hub: StandInHub;
let dir: string;
let ids: string[];

beforeEach(async () => {
  hub = await startHub({ users: [{ name: 'organizer', isPro: false }] });
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await configure({ dashboard: name });
  const prompts = Array.from({ length: 8 }, (_, index) => `Prompt number ${index} of the <b>campaign</b>`);
  await writeFile(join(dir, 'prompts.csv'), `prompt\n${prompts.join('\n')}\n`);
  await succeed('build');
  ids = (await readRows(join(dir, '.prank', 'prompts.parquet'))).map((row) => String(row['id']));
});

afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  expect(hub.leaks).toEqual([]);
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

async function configure(publish: Record<string, unknown>): Promise<void> {
  const config = {
    name: 'ranked',
    sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', license: 'cc0-1.0' }],
    build: { near_duplicates: false, length: { min: 1 } },
    argilla: { local: true },
    publish: { dataset: 'organizer/ranked', license: 'cc-by-4.0', ...publish },
  };
  await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
}

async function run(words: string[], token = 'hf_organizer'): Promise<PrankRun> {
  const done = await runPrank(words, { cwd: dir, env: { HF_ENDPOINT: hub.url, HF_TOKEN: token } });
  expect(done.stderr + done.stdout).not.toContain('hf_');
  return done;
}

async function succeed(...words: string[]): Promise<Record<string, unknown>> {
  const done = await run([...words, '--json']);
  expect(done, done.stderr + done.stdout).toMatchObject({ exitCode: 0 });
  return JSON.parse(done.stdout).data;
}

let minute = 0;

async function answer(rater: string, count = 8): Promise<void> {
  minute += 1;
  const at = `2026-01-01T00:${String(minute % 60).padStart(2, '0')}:00.000000Z`;
  const events = ids.slice(0, count).map((promptId, index): ResponseEvent => {
    const given = { status: 'submitted', value: 1 + (index % 5), insertedAt: at, updatedAt: at } as const;
    const place = { recordId: `r${index}`, datasetId: 'd', pulledAt: at };
    return { promptId, raterId: `id-${rater}`, rater, ...given, serverUpdatedAt: at, ...place };
  });
  await appendToRatingsLog(join(dir, '.prank', 'ratings'), events);
}

const space = () => hub.repo('space', name);
const dataset = () => hub.repo('dataset', 'organizer/ranked');
const pageUrl = () => `${hub.url}/spaces/${name}`;

describe('the dashboard on a Space', () => {
  it('is created once as a static Space, without a paid plan, and shows the page of the release', async () => {
    await answer('ada');
    const file = join(dir, '.prank', 'release', 'dashboard.html');
    expect(await succeed('publish')).toMatchObject({
      tag: 'v1',
      dashboard: { file, space: { name, url: pageUrl(), commit: space().head, changed: true } },
    });
    expect(space().read('index.html')).toEqual(await readFile(file));
    expect(dataset().read('dashboard.html')).toEqual(await readFile(file));
    expect(dataset().read('README.md').toString()).toContain(`(https://huggingface.co/spaces/${name})`);
    const card = space().read('README.md').toString();
    for (const line of ['title: ranked', 'sdk: static', 'app_file: index.html', '  - prank-dashboard']) {
      expect(card.split('\n')).toContain(line);
    }
    const visit = await fetch(hub.space(name).url);
    expect(await visit.text()).toBe(await readFile(file, 'utf8'));

    const commits = [space().commitCount, dataset().commitCount];
    hub.clearRequests();
    expect(await succeed('publish')).toMatchObject({
      changed: false,
      dashboard: { space: { commit: null, changed: false } },
    });
    expect(hub.requests.length).toBeLessThanOrEqual(5);
    expect([space().commitCount, dataset().commitCount]).toEqual(commits);
    expect((await run(['publish'])).stdout).toContain(`Dashboard: ${pageUrl()} (unchanged)`);
  });

  it('is one commit on the last one if there is something new, and other files stay', async () => {
    await answer('ada');
    await succeed('publish');
    const edited = space().read('README.md').toString().replace('pinned: false', 'pinned: true');
    space().commit({ 'README.md': edited, 'notes.txt': 'ours' });
    const before = space().commitCount;
    await answer('bob');
    const { dashboard } = await succeed('publish');
    expect(dashboard).toMatchObject({ space: { commit: space().head } });
    expect(space().commitCount).toBe(before + 1);
    expect(space().read('README.md').toString()).toBe(edited);
    expect(space().read('notes.txt').toString()).toBe('ours');
    expect(space().read('index.html').toString()).toContain('<dd>16</dd>');
  });

  it('does not cause a new version of the dataset', async () => {
    await answer('ada');
    await succeed('publish');
    await configure({ dashboard: { space: name, leaderboard: false } });
    expect(await succeed('publish')).toMatchObject({
      changed: true,
      tag: null,
      dashboard: { space: { changed: true } },
    });
    expect(Object.keys(dataset().tags)).toEqual(['v1']);
  });

  it('leaves a Space alone that shows something else, before anything is created', async () => {
    hub.addRepository({
      type: 'space',
      id: name,
      files: { 'README.md': '---\nsdk: static\n---\n', 'index.html': '<h1>My garden</h1>' },
    });
    await answer('ada');
    const done = await run(['publish']);
    expect(done.exitCode).toBe(5);
    expect(done.stderr).toContain(`The Space ${name} shows something else`);
    expect(hub.hasRepo('dataset', 'organizer/ranked')).toBe(false);
    expect(space().read('index.html').toString()).toBe('<h1>My garden</h1>');
  });

  it('leaves a Space alone that is not static', async () => {
    const files = { 'README.md': '---\nsdk: docker\ntags: [prank-dashboard]\n---\n', Dockerfile: 'FROM scratch' };
    hub.addRepository({ type: 'space', id: name, files });
    await answer('ada');
    const done = await run(['publish', '--json']);
    expect(done.exitCode).toBe(5);
    expect(JSON.parse(done.stdout).error).toMatchObject({ code: 'dashboard_space_taken' });
    expect(hub.hasRepo('dataset', 'organizer/ranked')).toBe(false);
  });

  it("accepts an empty Space made on the Hub's pages", async () => {
    hub.addRepository({ type: 'space', id: name, files: { 'README.md': '---\nsdk: static\n---\n' } });
    await answer('ada');
    await succeed('publish');
    expect(space().read('README.md').toString()).toContain('prank-dashboard');
    expect(space().files()).toContain('index.html');
  });

  it('says which right the token lacks before anything is created', async () => {
    await answer('ada');
    await configure({ dashboard: 'others/dashboard' });
    const done = await run(['publish']);
    expect(done.exitCode).toBe(3);
    expect(done.stderr).toContain("The dashboard can't go to the Space others/dashboard: organizer is not a member");
    expect(hub.hasRepo('dataset', 'organizer/ranked')).toBe(false);
  });

  it.each([
    ['the Space is not made', 'POST /api/repos/create', 1],
    ['its page does not arrive', commitPath, 0],
  ])('is uploaded by the next publish if %s', async (_, path, skip) => {
    await answer('ada');
    // The dataset is created by the same call, and first.
    const fail = (): void => void hub.fault({ match: path, kind: 'error-before', times: 100 });
    if (skip === 0) fail();
    else hub.beforeNext('POST /api/datasets/organizer/ranked/tag/.*', fail);
    const failed = await run(['publish', '--json']);
    expect(failed.exitCode, failed.stderr).toBe(6);
    expect(JSON.parse(failed.stdout).error).toMatchObject({
      code: 'dashboard_not_published',
      hint: 'Run `prank publish` again: it uploads the page.',
    });
    expect(dataset().tags).toEqual({ v1: dataset().head });
    hub.calm();
    expect(await succeed('publish')).toMatchObject({ changed: false, dashboard: { space: { changed: true } } });
    expect(space().files()).toContain('index.html');
  });

  it.each(['reset-after', 'error-after'] as const)('is committed once if a response is lost (%s)', async (kind) => {
    await answer('ada');
    const fault = hub.fault({ match: commitPath, kind });
    await succeed('publish');
    expect(fault.hits()).toBe(1);
    expect(space().commits.filter(({ title }) => title === 'Update the dashboard')).toHaveLength(1);
  });

  it('is checked again if somebody else commits in between', async () => {
    await answer('ada');
    await succeed('publish');
    await answer('bob');
    hub.beforeNext(commitPath, () => void hub.commitBehind(space(), { 'notes.txt': 'in between' }));
    await succeed('publish');
    expect(space().read('notes.txt').toString()).toBe('in between');
    expect(space().read('index.html').toString()).toContain('<dd>16</dd>');
  });

  it('is compared in a dry run, and nothing is created', async () => {
    await answer('ada');
    expect(await succeed('publish', '--dry-run')).toMatchObject({
      dashboard: { space: { changed: true, commit: null } },
    });
    expect(hub.hasRepo('space', name)).toBe(false);
    await succeed('publish');
    expect(await succeed('publish', '--dry-run')).toMatchObject({ dashboard: { space: { changed: false } } });
  });

  it('needs no dataset', async () => {
    await configure({ dashboard: name, dataset: undefined });
    await answer('ada');
    expect(await succeed('publish', '--dry-run')).toMatchObject({ dashboard: { space: { changed: true } } });
    expect(await succeed('publish')).toMatchObject({ commit: null, dashboard: { space: { commit: space().head } } });
    expect(await succeed('publish')).toMatchObject({ changed: false, dashboard: { space: { changed: false } } });
  });

  it('goes nowhere with --to, which only asks whether a release has names already', async () => {
    await answer('ada');
    const { dashboard } = await succeed('publish', '--to', 'out');
    expect(dashboard).toEqual({ file: join(dir, 'out', 'dashboard.html'), space: null });
    expect(hub.requests).toMatchObject([{ method: 'GET', path: '/api/datasets/organizer/ranked/revision/main' }]);
  });
});

const page = (): Promise<string> => readFile(join(dir, 'out', 'dashboard.html'), 'utf8');

const cache = (): string => join(dir, '.prank', 'cache', 'charts');

async function renamed(from: string, to: string): Promise<ResponseEvent[]> {
  const at = '2026-01-02T00:00:00.000000Z';
  return ids.map((promptId, index): ResponseEvent => ({
    promptId,
    raterId: `id-${from}`,
    rater: to,
    status: 'submitted',
    value: 1 + (index % 5),
    insertedAt: at,
    updatedAt: at,
    serverUpdatedAt: at,
    recordId: `r${index}`,
    datasetId: 'd',
    pulledAt: at,
  }));
}

function flip(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(500) ^ 1, 500);
  return copy;
}

describe('the leaderboard', () => {
  it('names raters as publish.raters says, without those who opted out, even under an older name', async () => {
    await answer('old-ada');
    await appendToRatingsLog(join(dir, '.prank', 'ratings'), await renamed('old-ada', 'ada'));
    await answer('bob', 5);
    await answer('cyn', 2);
    await configure({ raters: 'username', dashboard: { opt_out: ['OLD-ADA', 'nobody'] } });
    const done = await run(['publish', '--to', 'out']);
    expect(done.stderr).toContain(
      'publish.dashboard.opt_out names nobody, and nobody has answered under that username',
    );
    const html = await page();
    expect(html).toMatch(/<span class="rank">1<\/span><bdi class="name">bob<\/bdi><b>5<\/b>/u);
    expect(html).toMatch(/<span class="rank">2<\/span><bdi class="name">cyn<\/bdi><b>2<\/b>/u);
    expect(html.replaceAll(/base64,[\w+/=]+/gu, '')).not.toMatch(/\b(?:old-)?ada\b/u);
    expect(html).toContain('Thanks also to 1 more rater');
    expect(html).toContain('<dd>15</dd>');
  });

  it('shows neither the pseudonym of a rater who opted out, nor anybody if raters are omitted', async () => {
    await answer('ada');
    await answer('bob', 5);
    await configure({ dashboard: { opt_out: ['ada'] } });
    await succeed('publish', '--to', 'out');
    const html = await page();
    expect(html.match(/rater-[0-9a-f]{12}/gu)).toHaveLength(1);
    const raters = await readRows(join(dir, 'out', 'raters', 'train-00000-of-00001.parquet'));
    const ada = raters.find((row) => Number(row['answers']) === 8)?.['rater'];
    expect(html).not.toContain(String(ada));
    await configure({ raters: 'omit' });
    await succeed('publish', '--to', 'out');
    expect(await page()).not.toContain('id="leaderboard"');
  });
});

describe('charts that were drawn before', () => {
  it('are taken from the cache, which may be damaged or deleted, and are not stored by a dry run', async () => {
    await answer('ada');
    await answer('bob', 5);
    await succeed('publish', '--to', 'out', '--dry-run');
    await expect(readdir(cache())).rejects.toThrow('ENOENT');
    await succeed('publish', '--to', 'out');
    const names = await readdir(cache());
    expect(names.length).toBeGreaterThan(3);
    for (const [index, file] of names.entries()) {
      const bytes = await readFile(join(cache(), file));
      const damaged = [bytes.subarray(0, 100), Buffer.alloc(0), Buffer.from('no chart'), flip(bytes)][index % 4];
      await writeFile(join(cache(), file), damaged ?? '');
    }
    expect(await succeed('publish', '--to', 'out')).toMatchObject({ changed: false });
    expect((await readdir(cache())).toSorted()).toEqual(names.toSorted());
    await rm(cache(), { recursive: true });
    expect(await succeed('publish', '--to', 'out')).toMatchObject({ changed: false });
  });
});
